import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Secret } from '../../../src/shared/secret.ts'
import { createOpenExchange } from '../../../src/verification/connection/cluster-exchange.ts'
import { dial } from '../../../src/verification/connection/dial.ts'
import { createPublicWall } from '../../../src/verification/connection/wall.ts'
import { STRICT_POLICY } from '../../../src/verification/target/parse-target.ts'
import type { Target, TargetPolicy } from '../../../src/verification/target/parse-target.ts'
import { json, plain } from '../../support/hostile-answers.ts'
import { createAuthority, createCertificate } from '../../support/hostile-certificates.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import type { HostileCluster } from '../../support/hostile-cluster.ts'
import { askOnce, exchangesWithLoopback, HOST, KEY } from '../../support/hostile-exchange.ts'
import { createScriptedResolver } from '../../support/scripted-resolver.ts'
import type { ScriptedRound } from '../../support/scripted-resolver.ts'
import { stopAfterwards } from '../../support/stop-afterwards.ts'

const authority = createAuthority()
const certificate = createCertificate({ names: [HOST], authority })
async function start(
  tls: typeof certificate | undefined = certificate,
  at = {},
): Promise<HostileCluster> {
  return stopAfterwards(await startHostileCluster(plain(json({ ok: 1 })), tls, at))
}

/** Production's own way in, with nothing but its name service scripted. */
function inProduction(policy: Partial<TargetPolicy>, ...rounds: readonly ScriptedRound[]) {
  const resolver = createScriptedResolver(...rounds)
  const open = createOpenExchange({
    resolver,
    ownAddresses: () => [],
    userAgent: 'booth-mission-test',
    policy: {
      ...STRICT_POLICY,
      allowedPorts: [443],
      ...policy,
    },
  })
  return { resolver, ask: (target: Target) => askOnce(open(target, new Secret(KEY))) }
}

const blocked = { kind: 'fault', fault: 'address_blocked' }

describe('in production', () => {
  test.each(['strict', 'open'] as const)(
    'a name that resolves to loopback is not dialled, %s mode',
    async (mode) => {
      const cluster = await start()
      const { ask } = inProduction({ mode, allowedPorts: [cluster.port] }, { a: ['127.0.0.1'] })
      expect(
        await ask({ scheme: 'https', host: HOST, port: cluster.port, rehearsal: false }),
      ).toEqual(blocked)
      expect(cluster.connections()).toBe(0)
    },
  )

  test.each<[string, Partial<Target>]>([
    ['a literal address', { host: '127.0.0.1' }],
    ['plain http', { scheme: 'http' }],
    ['a host outside of the list', { host: 'evil.example.com' }],
    ['a port outside of the list', { port: 22 }],
    ['a rehearsal nobody configured', { rehearsal: true, scheme: 'http', host: '127.0.0.1' }],
    ['a host that ends its own authority', { host: `127.0.0.1/${HOST}` }],
    ['a host with a user part', { host: `x@${HOST}` }],
    ['upper case', { host: HOST.toUpperCase() }],
  ])('%s is refused before a name is asked, whoever made the target', async (_what, change) => {
    const cluster = await start(undefined)
    const { ask, resolver } = inProduction({ allowedPorts: [cluster.port] }, { a: ['127.0.0.1'] })
    const target: Target = {
      scheme: 'https',
      host: HOST,
      port: cluster.port,
      rehearsal: false,
      ...change,
    }
    expect(await ask(target)).toEqual(blocked)
    expect(resolver.asked).toEqual([])
    expect(cluster.connections()).toBe(0)
  })
})

describe('in rehearsal', () => {
  test('a configured origin is asked without a name service, over http', async () => {
    const cluster = stopAfterwards(await startHostileCluster(plain(json({ ok: 1 }))))
    const { ask, resolver } = inProduction({
      rehearsalOrigins: [`http://127.0.0.1:${cluster.port}`],
    })
    const target: Target = {
      scheme: 'http',
      host: '127.0.0.1',
      port: cluster.port,
      rehearsal: true,
    }
    expect(await ask(target)).toMatchObject({ kind: 'answer', status: 200 })
    expect(resolver.asked).toEqual([])
  })

  test('everything else stays guarded: a name on loopback, and another port of it', async () => {
    const cluster = await start()
    const { ask } = inProduction(
      { rehearsalOrigins: ['http://127.0.0.1:1'], allowedPorts: [cluster.port] },
      { a: ['127.0.0.1'] },
    )
    expect(
      await ask({ scheme: 'https', host: HOST, port: cluster.port, rehearsal: false }),
    ).toEqual(blocked)
    expect(
      await ask({ scheme: 'http', host: '127.0.0.1', port: cluster.port, rehearsal: true }),
    ).toEqual(blocked)
    expect(cluster.connections()).toBe(0)
  })
})

describe('a name that changes its mind', () => {
  test('is asked once a conversation: the second socket goes where the first one went', async () => {
    const good = await start(certificate, { host: '127.0.0.2' })
    const inside = await start(certificate, { host: '127.0.0.1', port: good.port })
    good.answerWith((socket) => {
      socket.end(json({ ok: 1 }, 'connection: close'))
      return undefined
    })
    const resolver = createScriptedResolver({ a: ['127.0.0.2'] }, { a: ['127.0.0.1'] })
    const exchange = exchangesWithLoopback({
      ports: [good.port],
      authority: authority.cert,
      resolver,
      admits: () => true,
    })()
    for (const path of ['/1', '/2', '/3']) {
      expect(await exchange.ask({ method: 'GET', path })).toMatchObject({ kind: 'answer' })
    }
    await exchange.close()
    expect(resolver.asked).toHaveLength(2)
    expect([good.connections(), inside.connections()]).toEqual([3, 0])
  })

  test.each([1, 2, 3])(
    'from resolution %s on it points inside: 0 connections there',
    async (turning) => {
      const good = await start(certificate, { host: '127.0.0.2' })
      const inside = await start(certificate, { host: '127.0.0.1', port: good.port })
      const before = Array.from({ length: turning - 1 }, () => ({ a: ['127.0.0.2'] }))
      const open = exchangesWithLoopback({
        ports: [good.port],
        authority: authority.cert,
        resolver: createScriptedResolver(...before, { a: ['127.0.0.1'] }),
        admits: (address) => address === '127.0.0.2',
      })
      for (let n = 1; n <= 334; n += 1) {
        expect((await askOnce(open())).kind).toBe(n < turning ? 'answer' : 'fault')
      }
      expect([good.connections(), inside.connections()]).toEqual([turning - 1, 0])
    },
  )
})

describe('the connector itself', () => {
  const target = (port: number): Target => ({ scheme: 'http', host: HOST, port, rehearsal: false })
  const signal = new AbortController().signal

  test('judges a literal address that never went through a name', async () => {
    const cluster = await start(undefined)
    const wall = createPublicWall(() => ({ ownAddresses: [] }))
    const dialling = {
      target: target(cluster.port),
      addresses: ['127.0.0.1'],
      wall,
      connectMs: 500,
      signal,
    }
    await expect(dial(dialling)).rejects.toMatchObject({ fault: 'address_blocked' })
    expect(cluster.connections()).toBe(0)
  })

  test('judges the peer again once it is there, before a byte is sent', async () => {
    const cluster = await start()
    // Admitted when the name was resolved and when it was dialled, no longer when it answered.
    const verdicts = [true, true, false]
    const exchange = exchangesWithLoopback({
      ports: [cluster.port],
      authority: authority.cert,
      admits: () => verdicts.shift() ?? false,
    })()
    expect(await askOnce(exchange)).toEqual(blocked)
    expect(cluster.bytes()).toBe('')
  })

  test('tries one more address where the first does not answer', async () => {
    const cluster = await start(certificate, { host: '127.0.0.3' })
    const resolver = createScriptedResolver({ a: ['127.0.0.2', '127.0.0.3'] })
    const exchange = exchangesWithLoopback({
      ports: [cluster.port],
      authority: authority.cert,
      resolver,
      admits: () => true,
    })()
    expect(await askOnce(exchange)).toMatchObject({ kind: 'answer', status: 200 })
  })

  test('and not a third', async () => {
    const cluster = await start(certificate, { host: '127.0.0.4' })
    const resolver = createScriptedResolver({ a: ['127.0.0.2', '127.0.0.3', '127.0.0.4'] })
    const open = exchangesWithLoopback({
      ports: [cluster.port],
      authority: authority.cert,
      resolver,
      admits: () => true,
    })
    expect(await askOnce(open())).toEqual({ kind: 'fault', fault: 'unreachable' })
    expect(cluster.connections()).toBe(0)
  })

  test('gives the second address no key when the first shows a wrong certificate', async () => {
    const wrong = await start(createCertificate({ names: ['x.example.com'], authority }), {
      host: '127.0.0.2',
    })
    const second = await start(certificate, { host: '127.0.0.3', port: wrong.port })
    const resolver = createScriptedResolver({ a: ['127.0.0.2', '127.0.0.3'] })
    const open = exchangesWithLoopback({
      ports: [wrong.port],
      authority: authority.cert,
      resolver,
      admits: () => true,
    })
    expect(await askOnce(open())).toEqual({ kind: 'fault', fault: 'tls' })
    expect(second.connections()).toBe(0)
  })
})

describe('nothing else in the source tree dials', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      text: readFileSync(`src/${path}`, 'utf8'),
    }))

  test('only the connection folder knows sockets, names, undici and Elastic’s client', () => {
    // Types of a listening server's own address are no way out.
    const dialling =
      /^import (?!type )[^']*from '(?:node:)?(?:net|tls|https|http2|dns|dns\/promises|dgram|undici|@elastic\/[^']*)'/m
    const outside = sources.filter(({ path }) => !path.startsWith('verification/connection/'))
    expect(outside.filter(({ text }) => dialling.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('only cluster-exchange.ts builds conversations, and it names one wall', () => {
    const builders = sources.filter(({ text }) => text.includes('createOpenExchangeBehind'))
    expect(builders.map(({ path }) => path).sort()).toEqual([
      'verification/connection/cluster-exchange.ts',
      'verification/connection/open-exchange.ts',
    ])
    const walls = sources.filter(({ text }) => /createPublicWall|\{ Wall \}/.test(text))
    expect(walls.map(({ path }) => path).sort()).toEqual([
      'verification/connection/cluster-exchange.ts',
      'verification/connection/dial.ts',
      'verification/connection/open-exchange.ts',
      'verification/connection/pin-addresses.ts',
      'verification/connection/wall.ts',
    ])
  })
})
