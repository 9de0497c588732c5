import type { TlsOptions } from 'node:tls'
import { describe, expect, test } from '@jest/globals'
import { json, plain } from '../../support/hostile-answers.ts'
import { createAuthority, createCertificate } from '../../support/hostile-certificates.ts'
import { askInChild } from '../../support/hostile-child.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import type { HostileCluster } from '../../support/hostile-cluster.ts'
import { askOnce, exchangesWithLoopback, HOST, KEY, SHORT } from '../../support/hostile-exchange.ts'
import { stopAfterwards } from '../../support/stop-afterwards.ts'

const authority = createAuthority()
const good = createCertificate({ names: [HOST], authority })
const yesterday = new Date(Date.now() - 86_400_000)
const tomorrow = new Date(Date.now() + 86_400_000)
async function start(tls?: TlsOptions): Promise<HostileCluster> {
  return stopAfterwards(await startHostileCluster(plain(json({ ok: 1 })), tls))
}

async function ask(cluster: HostileCluster, trusted = authority.cert, bounds = {}) {
  const trust = trusted === '' ? {} : { authority: trusted }
  return askOnce(exchangesWithLoopback({ ports: [cluster.port], bounds, ...trust })())
}

test('the right name, signed by a trusted authority, is spoken to', async () => {
  const cluster = await start(good)
  expect(await ask(cluster)).toMatchObject({ kind: 'answer', status: 200 })
  expect(cluster.bytes()).toContain(KEY)
})

describe('the key reaches nobody whose certificate is not the named host’s', () => {
  const lastYear = new Date(Date.now() - 400 * 86_400_000)

  test.each<[string, TlsOptions]>([
    ['another name', createCertificate({ names: ['other.es.us-east-1.aws.found.io'], authority })],
    [
      'a wildcard one label too high',
      createCertificate({ names: ['*.us-east-1.aws.found.io'], authority }),
    ],
    ['the address instead of the name', createCertificate({ names: ['127.0.0.1'], authority })],
    ['no name at all', createCertificate({ names: [], authority })],
    [
      'an expired certificate',
      createCertificate({ names: [HOST], authority, validFrom: lastYear, validTo: yesterday }),
    ],
    [
      'a certificate of tomorrow',
      createCertificate({ names: [HOST], authority, validFrom: tomorrow }),
    ],
    ['a certificate signed by itself', createCertificate({ names: [HOST] })],
    [
      'an authority of the same name',
      createCertificate({ names: [HOST], authority: createAuthority() }),
    ],
    [
      'a protocol too old',
      { ...good, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    ],
  ])('%s', async (_what, tls) => {
    const cluster = await start(tls)
    expect(await ask(cluster)).toEqual({ kind: 'fault', fault: 'tls' })
    expect(cluster.connections()).toBe(1)
    expect(cluster.bytes()).toBe('')
  })

  test('an authority that only a test knows is not trusted by itself', async () => {
    const cluster = await start(good)
    expect(await ask(cluster, '')).toEqual({ kind: 'fault', fault: 'tls' })
    expect(cluster.bytes()).toBe('')
  })

  test('a server that speaks no TLS sees a greeting and no key', async () => {
    const cluster = await start()
    cluster.answerWith(plain(json({ ok: 1 })))
    expect(['tls', 'timeout']).toContain(faultOf(await ask(cluster, authority.cert, SHORT)))
    expect(cluster.bytes()).not.toContain(KEY)
  })

  test('a server that is silent instead of greeting ends by the clock', async () => {
    const cluster = await start()
    cluster.answerWith(() => undefined)
    expect(faultOf(await ask(cluster, authority.cert, { connectMs: 300 }))).toBe('timeout')
    expect(cluster.bytes()).not.toContain(KEY)
  })
})

describe('the environment cannot weaken it', () => {
  test('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async () => {
    const cluster = await start(createCertificate({ names: [HOST] }))
    const to = { ports: [cluster.port], authority: authority.cert }
    expect(await askInChild(to, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual(['tls'])
    expect(cluster.bytes()).toBe('')
  })

  test('the proxies of the environment are not used', async () => {
    const cluster = await start(good)
    const proxy = await start()
    const url = `http://127.0.0.1:${proxy.port}`
    const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'all_proxy']
    const environment = Object.fromEntries(names.map((name) => [name, url]))
    const to = { ports: [cluster.port], authority: authority.cert }
    expect(await askInChild(to, { ...environment, NODE_USE_ENV_PROXY: '1' })).toEqual(['200'])
    expect(proxy.connections()).toBe(0)
  })
})

test('a redirect carries the key nowhere', async () => {
  const elsewhere = await start(good)
  const cluster = await start(good)
  for (const status of [300, 301, 302, 303, 307, 308]) {
    const location = `https://127.0.0.1:${elsewhere.port}/`
    cluster.answerWith(
      plain(`HTTP/1.1 ${status} Go\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`),
    )
    expect(await ask(cluster)).toEqual({ kind: 'fault', fault: 'not_elasticsearch' })
  }
  expect(elsewhere.connections()).toBe(0)
})

function faultOf(answer: Awaited<ReturnType<typeof ask>>): string {
  return answer.kind === 'fault' ? answer.fault : 'answered'
}
