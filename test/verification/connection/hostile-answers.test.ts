import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  createGzipBomb,
  createQuickAnswers,
  createSlowAnswers,
  json,
  plain,
} from '../../support/hostile-answers.ts'
import type { HostileAnswer } from '../../support/hostile-answers.ts'
import { createAuthority, createCertificate } from '../../support/hostile-certificates.ts'
import { askInChild } from '../../support/hostile-child.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import type { HostileCluster } from '../../support/hostile-cluster.ts'
import {
  askOnce,
  DOMAIN,
  exchangesWithLoopback,
  KEY,
  SHORT,
} from '../../support/hostile-exchange.ts'
import type { ClusterAnswer } from '../../../src/verification/connection/cluster-exchange.ts'

const authority = createAuthority()
const certificate = createCertificate({ names: [`*.${DOMAIN}`], authority })
const elsewhere = 'https://elsewhere.found.io/'
const quick = createQuickAnswers(elsewhere, createGzipBomb(8))
const slow = createSlowAnswers()

let cluster: HostileCluster
beforeAll(async () => {
  cluster = await startHostileCluster(plain(''), certificate)
})
afterAll(() => cluster.stop())

function saidOf(answer: ClusterAnswer): string {
  return answer.kind === 'fault' ? answer.fault : String(answer.status)
}

async function ask(
  { answer, expected }: HostileAnswer,
  mode: 'strict' | 'open' = 'strict',
): Promise<ClusterAnswer> {
  cluster.answerWith(answer)
  const bounds = expected === 'timeout' || mode === 'open' ? SHORT : {}
  const open = exchangesWithLoopback({
    ports: [cluster.port],
    authority: authority.cert,
    mode,
    bounds,
  })
  return askOnce(open())
}

beforeEach(async () => {
  // Whatever the last answer did to us, the next honest one is still understood.
  const said = await ask({ name: 'honest', expected: '200', answer: plain(json({ ok: 1 })) })
  expect(said).toMatchObject({ kind: 'answer', status: 200, body: { ok: 1 } })
})

describe('a hostile answer becomes one word of ours', () => {
  test.each([...quick, ...slow])('$name → $expected', async (hostile) => {
    const before = cluster.requests.length
    const connections = cluster.connections()
    expect(saidOf(await ask(hostile))).toBe(hostile.expected)
    expect(cluster.requests.length - before).toBe(1)
    expect(cluster.connections() - connections).toBe(1)
  })

  test('no fault carries a word of the cluster or of the network', async () => {
    for (const hostile of quick) {
      const said = await ask(hostile)
      if (said.kind === 'fault') expect(Object.keys(said)).toEqual(['kind', 'fault'])
      expect(JSON.stringify(said)).not.toMatch(/127\.0\.0\.1|ECONN|UND_ERR/)
      expect(JSON.stringify(said)).not.toContain(KEY.slice(7))
    }
  })

  test('what prototypes lend is never an answer', async () => {
    for (const hostile of quick) {
      const said = await ask(hostile)
      if (said.kind !== 'answer' || typeof said.body !== 'object' || said.body === null) continue
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(said.body))
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('what comes back as an answer says whose words it is', () => {
  test.each([
    ['Kibana’s redirect', { status: 302, kibana: true, product: false, body: undefined }],
    ['Kibana’s page', { status: 200, kibana: true, product: false, body: undefined }],
    [
      'Elastic Cloud’s proxy',
      { status: 404, product: false, body: { ok: false, message: 'Unknown deployment.' } },
    ],
    ['Elastic Cloud’s proxy in HTML', { status: 503, product: false, body: undefined }],
    ['no product header', { status: 200, product: false, body: { version: { number: '7.10.2' } } }],
    ['duplicate keys', { status: 200, product: true, body: { took: 2 } }],
    ['a status written into the body', { status: 401, body: { status: 200 } }],
  ])('%s', async (name, expected) => {
    const hostile = quick.find((row) => row.name === name)
    expect(await ask(hostile!)).toMatchObject({ kind: 'answer', ...expected })
  })
})

test.each([
  ['headersMs', 'no answer ever'],
  ['gapMs', 'a body that stops'],
  ['totalMs', 'one byte at a time'],
] as const)('the clock %s alone ends “%s”', async (clock, name) => {
  const hostile = slow.find((row) => row.name === name)
  cluster.answerWith(hostile!.answer)
  const to = { ports: [cluster.port], authority: authority.cert, bounds: { [clock]: 500 } }
  expect(saidOf(await askOnce(exchangesWithLoopback(to)()))).toBe('timeout')
})

test('a body thrown away unread does not end the process', async () => {
  const unread = quick.filter(({ name }) => /gzip|deflate|five megabytes/.test(name))
  const clusters = await Promise.all(
    unread.map(({ answer }) => startHostileCluster(answer, certificate)),
  )
  const ports = clusters.map(({ port }) => port)
  expect(await askInChild({ ports, authority: authority.cert })).toEqual(
    unread.map(({ expected }) => expected),
  )
  await Promise.all(clusters.map((one) => one.stop()))
})

test('a long error is cut, so that its cause can still be read', async () => {
  const roles = Array.from({ length: 200 }, (_, n) => `role-${n}`).join(',')
  const reason = `action [indices:data/read/msearch] is unauthorized for user [kim] with effective roles [${roles}]`
  const error = { type: 'security_exception', reason, root_cause: Array(120).fill(reason) }
  const answer = plain(json({ error }).replace('200 OK', '403 Forbidden'))
  const said = await ask({ name: 'many roles', expected: '403', answer })
  expect(said).toMatchObject({
    status: 403,
    body: { error: { type: 'security_exception', reason: reason.slice(0, 512) } },
  })
  expect(JSON.stringify(said).length).toBeLessThan(101 * 600)
})

describe('open mode', () => {
  test.each([
    'reset before the answer',
    'closed without an answer',
    'no answer ever',
    'one byte at a time',
  ])('%s is unreachable, and not before the fixed time', async (name) => {
    const hostile = [...quick, ...slow].find((row) => row.name === name)
    const begun = performance.now()
    expect(await ask(hostile!, 'open')).toEqual({ kind: 'fault', fault: 'unreachable' })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(899)
  })

  test('a port where nobody listens is the same, and takes the same time', async () => {
    const closed = await startHostileCluster(plain(''))
    await closed.stop()
    const begun = performance.now()
    const exchange = exchangesWithLoopback({ ports: [closed.port], mode: 'open', bounds: SHORT })()
    expect(await askOnce(exchange)).toEqual({ kind: 'fault', fault: 'unreachable' })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(899)
  })
})

test('200 at once in a mix: every one ends with its own word, and the process lives', async () => {
  const all = [...quick, ...slow]
  const clusters = await Promise.all(
    all.map(({ answer }) => startHostileCluster(answer, certificate)),
  )
  const ports = clusters.map(({ port }) => port)
  // Nobody is turned away for the length of the line; only what has to end by the clock has one.
  const to = { ports, authority: authority.cert }
  const patient = exchangesWithLoopback({ ...to, bounds: { waitingMs: 120_000 } })
  const short = exchangesWithLoopback({ ...to, bounds: { ...SHORT, waitingMs: 120_000 } })
  try {
    const said = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const { name, expected } = all[n % all.length]!
        const open = expected === 'timeout' ? short : patient
        const answer = await askOnce(open(ports[n % all.length], `c${n}.${DOMAIN}`))
        return `${name} → ${saidOf(answer)}`
      }),
    )
    const expected = said.map((_, n) => all[n % all.length]!)
    expect(said).toEqual(expected.map(({ name, expected: word }) => `${name} → ${word}`))
  } finally {
    await Promise.all(clusters.map((one) => one.stop()))
  }
}, 120_000)
