import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { Secret } from '../../../src/shared/secret.ts'
import type { ExchangeBounds } from '../../../src/verification/connection/cluster-exchange.ts'
import { createAuthority, createCertificate } from '../../support/hostile-certificates.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import type { Answer } from '../../support/hostile-cluster.ts'
import { askOnce, exchangesWithLoopback, HOST, KEY, SHORT } from '../../support/hostile-exchange.ts'
import { json, plain, reset } from '../../support/hostile-answers.ts'
import { stopAfterwards } from '../../support/stop-afterwards.ts'

const authority = createAuthority()
const certificate = createCertificate({ names: [HOST], authority })
const honest: Answer = plain(json({ version: { number: '9.5.3' } }))

async function start(answer: Answer, bounds: Partial<ExchangeBounds> = {}) {
  const cluster = stopAfterwards(await startHostileCluster(answer, certificate))
  const open = exchangesWithLoopback({ ports: [cluster.port], authority: authority.cert, bounds })
  return { cluster, open }
}

describe('a conversation with an honest cluster', () => {
  test('brings the answer, bounded, with what its headers tell', async () => {
    const { open } = await start(
      plain(
        json(
          { version: { number: '9.5.3' } },
          'x-found-handling-cluster: 0123456789abcdef0123456789abcdef',
        ),
      ),
    )
    expect(await askOnce(open())).toEqual({
      kind: 'answer',
      status: 200,
      product: true,
      kibana: false,
      handlingCluster: '0123456789abcdef0123456789abcdef',
      body: { version: { number: '9.5.3' } },
    })
  })

  test('sends plain JSON types, our own name, the key once, and nothing the client adds by itself', async () => {
    const { cluster, open } = await start(honest)
    const exchange = open()
    await exchange.ask({ method: 'GET', path: '/' })
    await exchange.ask({
      method: 'POST',
      path: '/_msearch?a=b',
      body: '{}\n{}\n',
      contentType: 'application/x-ndjson',
    })
    await exchange.close()

    const common = [
      'connection: keep-alive',
      `host: ${HOST}:${cluster.port}`,
      'user-agent: booth-mission-test',
    ]
    const ours = ['accept: application/json', 'accept-encoding: identity', `authorization: ${KEY}`]
    expect(cluster.requests.map(headers)).toEqual([
      ['GET / HTTP/1.1', ...[...common, ...ours, 'content-type: application/json'].sort()],
      [
        'POST /_msearch?a=b HTTP/1.1',
        ...[...common, ...ours, 'content-length: 6', 'content-type: application/x-ndjson'].sort(),
      ],
    ])
    expect(cluster.requests[1]?.body).toBe('{}\n{}\n')
    expect(cluster.bytes()).not.toContain('compatible-with')
  })

  test('one connection serves the whole conversation', async () => {
    const { cluster, open } = await start(honest)
    const exchange = open()
    for (const path of ['/1', '/2', '/3']) await exchange.ask({ method: 'GET', path })
    await exchange.close()
    expect(cluster.connections()).toBe(1)
  })

  test('an empty secret sends no key at all', async () => {
    const { cluster } = await start(honest)
    const open = exchangesWithLoopback({
      ports: [cluster.port],
      authority: authority.cert,
      authorization: new Secret(''),
    })
    expect(await askOnce(open())).toMatchObject({ kind: 'answer', status: 200 })
    expect(cluster.bytes()).not.toMatch(/authorization/i)
  })

  test('printing a conversation shows no key', async () => {
    const { open } = await start(honest)
    const exchange = open()
    await exchange.ask({ method: 'GET', path: '/' })
    const printed = inspect(exchange, { depth: 30, showHidden: true }) + JSON.stringify(exchange)
    await exchange.close()
    expect(printed).not.toContain(KEY.slice(7))
  })
})

describe('what one check may ask', () => {
  test('four requests are the most, the fifth is not sent', async () => {
    const { cluster, open } = await start(honest)
    const exchange = open()
    for (let n = 0; n < 4; n += 1) {
      expect(await exchange.ask({ method: 'GET', path: '/' })).toMatchObject({ kind: 'answer' })
    }
    expect(await exchange.ask({ method: 'GET', path: '/' })).toEqual({
      kind: 'fault',
      fault: 'too_many_requests_in_check',
    })
    expect(exchange.requestsSent()).toBe(4)
    await exchange.close()
    expect(cluster.requests).toHaveLength(4)
  })

  test('four at once are four too', async () => {
    const { cluster, open } = await start(honest)
    const exchange = open()
    await Promise.all(Array.from({ length: 9 }, () => exchange.ask({ method: 'GET', path: '/' })))
    await exchange.close()
    expect(cluster.requests).toHaveLength(4)
  })

  test.each([
    ['502', plain('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')],
    ['503', plain(json({ error: 'x' }).replace('200 OK', '503 Unavailable'))],
    ['504', plain('HTTP/1.1 504 Timeout\r\ncontent-length: 0\r\n\r\n')],
    ['429', plain(json({ error: 'x' }).replace('200 OK', '429 Busy'))],
    ['a reset', reset],
    ['silence', (() => undefined) satisfies Answer],
    ['nonsense', plain('nonsense\r\n\r\n')],
  ])('%s is asked once, never again', async (what, answer) => {
    const { cluster, open } = await start(answer, what === 'silence' ? SHORT : {})
    await askOnce(open())
    expect(cluster.requests).toHaveLength(1)
    expect(cluster.connections()).toBe(1)
  })

  test('one clock holds for all requests together', async () => {
    // Every answer stays well inside its own bound; only their sum does not.
    const slow: Answer = (socket) => {
      const timer = setTimeout(() => socket.write(json({})), 1_000)
      return () => {
        clearTimeout(timer)
      }
    }
    const { open } = await start(slow, { totalMs: 3_500 })
    const exchange = open()
    const outcomes: string[] = []
    for (let n = 0; n < 4; n += 1) {
      const answer = await exchange.ask({ method: 'GET', path: '/' })
      outcomes.push(answer.kind === 'fault' ? answer.fault : answer.kind)
    }
    expect(outcomes.at(0)).toBe('answer')
    expect(outcomes.at(-1)).toBe('timeout')
  })

  test('after the close nothing is sent any more', async () => {
    const { cluster, open } = await start(honest)
    const exchange = open()
    await exchange.ask({ method: 'GET', path: '/' })
    await exchange.close()
    expect(await exchange.ask({ method: 'GET', path: '/' })).toEqual({
      kind: 'fault',
      fault: 'unreachable',
    })
    expect(cluster.requests).toHaveLength(1)
  })

  test('an answer sent ahead is not taken for the answer to the next question', async () => {
    const twice: Answer = (socket, { head }) => {
      if (head.startsWith('GET /1')) socket.write(json({ to: '/1' }) + json({ to: 'smuggled' }))
      else socket.write(json({ to: '/2' }))
      return undefined
    }
    const { open } = await start(twice)
    const exchange = open()
    await exchange.ask({ method: 'GET', path: '/1' })
    const second = await exchange.ask({ method: 'GET', path: '/2' })
    await exchange.close()
    expect(JSON.stringify(second)).not.toContain('smuggled')
  })
})

/** The request line, then the headers in alphabetical order. */
function headers({ head }: { head: string }): string[] {
  const [line = '', ...rest] = head.split('\r\n')
  return [
    line,
    ...rest.map((header) => header.replace(/^[^:]+/, (name) => name.toLowerCase())).sort(),
  ]
}
