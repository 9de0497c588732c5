import { beforeEach, describe, expect, test } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import { startPracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import type {
  PracticeCluster,
  PracticeClusterOptions,
} from '../../src/rehearsal/practice-cluster.ts'
import { createSimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import type { SimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import type { TagPlacement } from '../../src/rehearsal/tag-placement.ts'
import { Secret } from '../../src/shared/secret.ts'
import { createCheckCluster } from '../../src/verification/check-cluster.ts'
import { createOpenExchange } from '../../src/verification/connection/cluster-exchange.ts'
import { probeRequest } from '../../src/verification/probe/probe-request.ts'
import { stopAfterwards } from '../support/stop-afterwards.ts'

const TAG = 'pycon-7f3kq2345'
const OPENING = new Date('2026-08-15T10:00:00.000Z')

let cluster: PracticeCluster
let now: Date
async function start(options: PracticeClusterOptions = {}): Promise<PracticeCluster> {
  return stopAfterwards(await startPracticeCluster({ now: () => now, ...options }))
}
beforeEach(async () => {
  now = OPENING
  cluster = await start()
})

function createMetricbeat(version = '9.3.0'): SimulatedMetricbeat {
  return createSimulatedMetricbeat({
    hostName: 'kim-laptop',
    hostId: '0'.repeat(32),
    agentId: 'e8e623b4-e062-48ec-b612-027881294c41',
    version,
    now: () => now,
    pick: (max) => Math.floor(max / 3),
  })
}

function ship(placement: TagPlacement, clockOffsetSeconds = 0): void {
  const shipment = { tag: TAG, placement, seconds: 60, clockOffsetSeconds }
  cluster.index(createMetricbeat().documents(shipment))
}

type Sent = {
  method?: string
  body?: string | Uint8Array<ArrayBuffer>
  key?: { encoded: string }
  headers?: object
}
async function send(path: string, { method = 'POST', body, key, headers }: Sent = {}) {
  const answer = await fetch(cluster.origin + path, {
    method,
    headers: {
      authorization: `ApiKey ${(key ?? cluster.readKey).encoded}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** A check by the booth's own code, through its guarded connection. */
async function check(key = cluster.readKey.encoded) {
  const { hostname: host, port, origin } = new URL(cluster.origin)
  const nobody = () => Promise.resolve([])
  const checkCluster = createCheckCluster({
    openExchange: createOpenExchange({
      resolver: { resolve4: nobody, resolve6: nobody },
      ownAddresses: () => [],
      policy: { mode: 'strict', allowedSuffixes: [], allowedPorts: [], rehearsalOrigins: [origin] },
      userAgent: 'booth-mission-test',
    }),
    now: () => now,
  })
  const { verdict } = await checkCluster({
    target: { scheme: 'http', host, port: Number(port), rehearsal: true },
    key: new Secret(`ApiKey ${key}`),
    tag: TAG,
    mission: {
      documents: 20,
      seconds: 30,
      metricsets: 2,
      freshnessSeconds: 120,
      eventPrefix: 'pycon',
    },
    memory: { keySeenBefore: true, registeredAt: OPENING.toISOString() },
  })
  return verdict.outcome === 'passed' ? 'passed' : verdict.code
}

describe('what a check says of a practice cluster', () => {
  test.each<[TagPlacement, string]>([
    ['right', 'passed'],
    ['with-others', 'passed'],
    ['fields', 'MB-TAG-IN-FIELDS'],
    ['other-field', 'MB-TAG-IN-FIELDS'],
    ['name', 'MB-TAG-IN-NAME'],
    ['wrong-case', 'MB-TAG-NEAR-MISS'],
    ['underscore', 'MB-TAG-NEAR-MISS'],
    ['curly-quotes', 'MB-TAG-NEAR-MISS'],
    ['labels', 'MB-TAG-IN-LABELS'],
    ['untagged', 'MB-UNTAGGED'],
  ])('tag placed as %s: %s', async (placement, expected) => {
    ship(placement)
    expect(await check()).toBe(expected)
  })

  test('it goes by the simulated clock of the cluster', async () => {
    cluster.index(createMetricbeat().documents({ tag: TAG, placement: 'right', seconds: 0 }))
    expect(await check()).toBe('MB-TOO-FEW')
    now = new Date(OPENING.getTime() + 3_600_000)
    expect(await check()).toBe('MB-STOPPED')
    ship('right')
    expect(await check()).toBe('passed')
  })

  test('a key that ends, and one that is taken back', async () => {
    ship('right')
    now = new Date(OPENING.getTime() + 25 * 3_600_000)
    expect(await check()).toBe('MB-KEY-EXPIRED')
    const later = cluster.createKey({ name: 'later' })
    cluster.invalidateKey(later.id)
    expect(await check(later.encoded)).toBe('MB-KEY-INVALIDATED')
  })

  test('the publishing key pasted instead of the reading key', async () => {
    ship('right')
    expect(await check(cluster.shipKey.encoded)).toBe('MB-KEY-WRITES-ONLY')
  })

  test('the key of another practice cluster', async () => {
    const other = await start()
    expect(await check(other.readKey.encoded)).toBe('MB-KEY-UNKNOWN')
  })
})

describe('what a Metricbeat sends', () => {
  const documents = () => createMetricbeat().documents({ tag: TAG, placement: 'right', seconds: 0 })
  /** As 9 does it: packed, an empty line after every document, only failures in the answer. */
  const ship9 = (key: { encoded: string }, index = 'metricbeat-9.3.0') => {
    const action = JSON.stringify({ create: { _index: index } })
    const lines = documents().map((one) => `${action}\n${JSON.stringify(one)}\n\n`)
    const path = '/_bulk?filter_path=errors%2Citems.%2A.error%2Citems.%2A.status'
    const headers = { 'content-encoding': 'gzip' }
    return send(path, { body: new Uint8Array(gzipSync(lines.join(''))), key, headers })
  }

  test('packed documents arrive', async () => {
    const answer = await ship9(cluster.shipKey)
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['errors', 'items'])
    expect(answer.body['items']).toContainEqual({ create: { status: 201 } })
    expect(cluster.documents()).toEqual(documents())
  })

  test('the reading key may not write anywhere', async () => {
    const answer = await ship9(cluster.readKey)
    expect(answer).toMatchObject({ status: 403, body: { error: { type: 'security_exception' } } })
    expect(cluster.documents()).toEqual([])
  })

  test('an index outside of the key is refused document by document', async () => {
    const { status, body } = await ship9(cluster.shipKey, 'pycon')
    expect(status).toBe(200)
    expect(body).toMatchObject({ errors: true })
    expect(JSON.stringify(body)).toContain('on indices [pycon]')
    expect(cluster.documents()).toEqual([])
  })

  test('an index outside of the key is refused also where it exists', async () => {
    cluster.index(documents().slice(0, 1), 'pycon')
    expect(JSON.stringify((await ship9(cluster.shipKey, 'pycon')).body)).toContain(
      'action [indices:data/write/bulk[s]] is unauthorized',
    )
    expect(cluster.documents()).toHaveLength(1)
  })

  test('without auto_configure the first index is refused', async () => {
    const indices = [{ names: ['metricbeat-*'], privileges: ['create_doc'] }]
    const key = cluster.createKey({ name: 'no', role_descriptors: { r: { indices } } })
    expect((await ship9(key)).body).toMatchObject({ errors: true })
    expect(cluster.documents()).toEqual([])
    cluster.index(documents().slice(0, 1))
    expect((await ship9(key)).body).toMatchObject({ errors: false })
  })

  test.each(['not json\n', '{"create":{}}\n', '{"update":{"_index":"metricbeat-x"}}\n{}\n'])(
    'broken lines are a 400: %j',
    async (body) => {
      expect((await send('/_bulk', { body, key: cluster.shipKey })).status).toBe(400)
      expect(cluster.documents()).toEqual([])
    },
  )

  test('a body that is not what it says does not end the cluster', async () => {
    const headers = { 'content-encoding': 'gzip' }
    expect((await send('/_bulk', { body: 'not packed', headers })).status).toBe(500)
    expect((await send('/metricbeat-*/_search', { body: '{}' })).status).toBe(200)
  })
})

describe('searching', () => {
  const count = async (query: object, key?: { encoded: string }) => {
    const asked = { body: JSON.stringify({ query }), ...(key ? { key } : {}) }
    return (await send('/metricbeat-*/_count', asked)).body['count']
  }

  test('a key finds only what it may read', async () => {
    ship('right')
    const indices = [{ names: ['other-*'], privileges: ['read'] }]
    const elsewhere = cluster.createKey({ name: 'e', role_descriptors: { r: { indices } } })
    expect(await count({ match_all: {} })).toBeGreaterThan(0)
    expect(await count({ match_all: {} }, elsewhere)).toBe(0)
    expect(
      await count({ match_all: {} }, cluster.createKey({ name: 'everything' })),
    ).toBeGreaterThan(0)
  })

  test('bool, terms, ranges and the inside of objects', async () => {
    ship('right')
    ship('untagged', -600)
    const all = Number(await count({ match_all: {} }))
    const tagged = { term: { tags: TAG } }
    const cpu = { terms: { 'metricset.name': ['cpu', 'no-such-set'] } }
    expect(await count(tagged)).toBe(all / 2)
    expect(await count({ bool: { must_not: [tagged] } })).toBe(all / 2)
    expect(await count({ bool: { must: [tagged], filter: cpu } })).toBe(7)
    expect(await count({ bool: { must: [tagged], should: [{ match_none: {} }] } })).toBe(all / 2)
    expect(await count({ bool: { should: [{ match_none: {} }] } })).toBe(0)
    expect(await count({ range: { '@timestamp': { gte: 'now-5m', lte: 'now' } } })).toBe(all / 2)
    expect(await count({ range: { '@timestamp': { lt: OPENING.getTime() - 300_000 } } })).toBe(
      all / 2,
    )
    expect(await count({ exists: { field: 'host' } })).toBe(all)
    expect(await count({ exists: { field: 'tags' } })).toBe(all / 2)
    expect(await count({ exists: { field: 'nothing' } })).toBe(0)
  })

  test('case folds for ASCII letters only', async () => {
    cluster.index([{ '@timestamp': OPENING.toISOString(), tags: ['ÄBC'] }])
    const folded = (value: string) => count({ term: { tags: { value, case_insensitive: true } } })
    expect([
      await folded('Äbc'),
      await folded('äbc'),
      await count({ term: { tags: 'Äbc' } }),
    ]).toEqual([1, 0, 0])
  })

  test('text is searched by its words, its twin as a whole and up to 256 characters', async () => {
    cluster = await start({ template: 'none' })
    const at = OPENING.toISOString()
    cluster.index(['pycon-abc', 'x'.repeat(257)].map((tag) => ({ '@timestamp': at, tags: [tag] })))
    const found = (field: string, value: string) => count({ term: { [field]: value } })
    expect(await found('tags', 'pycon')).toBe(1)
    expect(await found('tags', 'pycon-abc')).toBe(0)
    expect(await found('tags.keyword', 'pycon-abc')).toBe(1)
    expect(await found('tags.keyword', 'x'.repeat(257))).toBe(0)
  })

  test('an index made by hand follows a template that was put before', async () => {
    cluster = await start({ template: 'none' })
    const key = cluster.createKey({ name: 'everything' })
    const template = JSON.stringify({ index_patterns: ['metricbeat-a*'], template: {} })
    await send('/_index_template/one', { method: 'PUT', body: template, key })
    for (const name of ['metricbeat-a', 'metricbeat-b']) {
      await send(`/${name}`, { method: 'PUT', body: '{}', key })
      cluster.index([{ '@timestamp': OPENING.toISOString(), tags: ['pycon-abc'] }], name)
    }
    expect(await count({ term: { tags: 'pycon-abc' } })).toBe(1)
    expect(await count({ term: { 'tags.keyword': 'pycon-abc' } })).toBe(1)
  })

  test('totals end at 10,000 unless all are asked for', async () => {
    const source = { '@timestamp': OPENING.toISOString() }
    cluster.index(Array.from({ length: 10_001 }, () => source))
    const total = async (tracked: object) => {
      const { body } = await send('/metricbeat-*/_search', {
        body: JSON.stringify({ size: 0, ...tracked }),
      })
      return (body as { hits: { total?: object } }).hits.total
    }
    expect(await total({})).toEqual({ value: 10_000, relation: 'gte' })
    expect(await total({ track_total_hits: true })).toEqual({ value: 10_001, relation: 'eq' })
    expect(await total({ track_total_hits: false })).toBeUndefined()
  })
})

describe('one cluster and another', () => {
  test('the same seed makes the same keys; without one they differ', async () => {
    const seeded = () => start({ pick: (max) => max - 1 })
    const [first, second, third] = [await seeded(), await seeded(), await start()]
    expect(first.readKey).toEqual(second.readKey)
    expect(third.readKey.encoded).not.toBe(cluster.readKey.encoded)
    expect(third.clusterUuid).not.toBe(cluster.clusterUuid)
    expect(third.readKey.encoded).toMatch(/^[\w+/]{58}==$/)
  })

  test('it counts what it was asked', async () => {
    const { body = '' } = probeRequest(TAG, 'pycon-')
    await send('/_msearch?max_concurrent_searches=3', { body })
    await send('/', { method: 'GET' })
    expect(cluster.requests()).toEqual([
      { method: 'POST', uri: '/_msearch?max_concurrent_searches=3', status: 200 },
      { method: 'GET', uri: '/', status: 403 },
    ])
  })

  test('a taken port is an error, and a stopped cluster gives its port free', async () => {
    const port = Number(new URL(cluster.origin).port)
    await expect(startPracticeCluster({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await cluster.stop()
    expect((await start({ port })).origin).toBe(`http://127.0.0.1:${port}`)
  })
})
