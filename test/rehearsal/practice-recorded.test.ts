import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { startPracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import type {
  PracticeCluster,
  PracticeClusterOptions,
} from '../../src/rehearsal/practice-cluster.ts'
import type { MetricbeatDocument } from '../../src/rehearsal/practice-documents.ts'
import { toShape } from './same-shape.ts'

/** Answers that a real Elasticsearch 8.19.21 gave, recorded by the lab. */
type Recorded = {
  case: string
  about: string
  method: string
  path: string
  authorization?: string
  headers?: Record<string, string>
  body?: string
  status: number
  answerHeaders: Record<string, string>
  answer: unknown
}
type RecordedSearch = { request: string; response: { status: number; body: unknown } }

const PASSWORD = 'elastic-password'
const MADE_AT = new Date('2026-11-22T06:12:10Z')
const STREAM = {
  index_patterns: ['metricbeat-8*'],
  data_stream: {},
  template: { mappings: { properties: { tags: { type: 'keyword' } } } },
}
const LEAST = [{ names: ['metricbeat-*'], privileges: ['read', 'view_index_metadata'] }]
const WRITE = [{ names: ['metricbeat-*'], privileges: ['create_doc', 'auto_configure'] }]
const OTHER = [{ names: ['other-*'], privileges: ['read'] }]

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8'))
}
const { documents } = read('search-documents') as { documents: Record<string, unknown>[] }
const answers = read('answers') as Recorded[]

function basic(user: string): string {
  return `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`
}

async function put(cluster: PracticeCluster, path: string, body: string): Promise<void> {
  const method = path.endsWith('_bulk') ? 'POST' : 'PUT'
  const headers = { authorization: basic('elastic'), 'content-type': 'application/json' }
  const answer = await fetch(cluster.origin + path, { method, headers, body })
  expect(answer.status).toBe(200)
}

function toBulk(operation: string, sources: readonly unknown[]): string {
  return sources.map((one) => `{"${operation}":{}}\n${JSON.stringify(one)}\n`).join('')
}

/** The keys that the lab made before it recorded. */
function makeKeys(cluster: PracticeCluster, clock: { now: Date }) {
  const make = (name: string, role: object, expiration = '2d') =>
    cluster.createKey({ name: `booth-${name}`, expiration, role_descriptors: { role } })
  clock.now = new Date(MADE_AT.getTime() - 60_000)
  const short = make('short', { indices: LEAST }, '1s')
  clock.now = MADE_AT
  const gone = make('gone', { indices: LEAST })
  cluster.invalidateKey(gone.id)
  return {
    short,
    gone,
    valid: make('valid', { indices: LEAST }),
    readonly: make('readonly', { indices: LEAST }),
    elsewhere: make('elsewhere', { indices: OTHER }),
    nothing: make('nothing', { indices: [] }),
    writeonly: make('writeonly', { cluster: ['monitor'], indices: WRITE }),
    superuser: cluster.createKey({ name: 'booth-superuser' }),
  }
}
type Keys = ReturnType<typeof makeKeys>

/** Puts a living key in the place of the one that was taken out of the record. */
function toAuthorization(written: string, keys: Keys): string {
  return written
    .replace(/<encoded key of valid without padding>/, keys.valid.encoded.replace(/=+$/, ''))
    .replace(/<encoded key of valid cut off>/, keys.valid.encoded.slice(0, 54))
    .replace(/<encoded id of valid>/, btoa(keys.valid.id))
    .replace(/<wrong secret for valid>/, btoa(`${keys.valid.id}:${'A'.repeat(22)}`))
    .replace(/Basic <password of elastic>/, basic('elastic'))
    .replace(/<encoded key of (\w+)>/, (_, name: keyof Keys) => keys[name].encoded)
}

const started: PracticeCluster[] = []
/** Also a failing test must not leave a server behind. */
async function start(options: PracticeClusterOptions): Promise<PracticeCluster> {
  const cluster = await startPracticeCluster(options)
  started.push(cluster)
  return cluster
}

let full: PracticeCluster
let empty: PracticeCluster
let fullKeys: Keys
let emptyKeys: Keys

beforeAll(async () => {
  const clock = { now: MADE_AT }
  const options = { version: '8.19.21', password: PASSWORD, now: () => clock.now }
  full = await start(options)
  empty = await start(options)
  fullKeys = makeKeys(full, clock)
  emptyKeys = makeKeys(empty, clock)
  await put(full, '/_index_template/metricbeat-booth', JSON.stringify(STREAM))
  await put(full, '/metricbeat-8.19.0/_bulk', toBulk('create', documents))
})
afterAll(async () => {
  for (const cluster of started) await cluster.stop()
})

describe('answers like the real 8.19.21', () => {
  test.each(answers.map((one) => [one.case, one] as const))('%s', async (name, recorded) => {
    const [cluster, keys] = name.startsWith('noindex-') ? [empty, emptyKeys] : [full, fullKeys]
    const authorization = recorded.authorization && toAuthorization(recorded.authorization, keys)
    const answer = await fetch(cluster.origin + recorded.path, {
      method: recorded.method,
      headers: { ...recorded.headers, ...(authorization ? { authorization } : {}) },
      ...(recorded.body === undefined ? {} : { body: recorded.body }),
    })
    const text = await answer.text()
    const seen: unknown = text === '' ? '' : JSON.parse(text)

    expect(answer.status).toBe(recorded.status)
    for (const header of ['content-type', 'x-elastic-product', 'www-authenticate', 'allow']) {
      const was = recorded.answerHeaders[header] ?? null
      expect(`${header}: ${answer.headers.get(header)}`).toBe(`${header}: ${was}`)
    }
    expect(firstWords(toShape(seen))).toEqual(firstWords(toShape(recorded.answer)))
  })
})

/** The list of privilege names at the end of one refusal is Elasticsearch's own and long. */
function firstWords(shape: unknown): unknown {
  return JSON.parse(JSON.stringify(shape).replaceAll(/\. a privilege must be [^"]*/g, ''))
}

describe('answers the one request of a check like the real 8.19.21', () => {
  const ask = async (cluster: PracticeCluster, recorded: RecordedSearch) => {
    const answer = await fetch(`${cluster.origin}/_msearch?max_concurrent_searches=3`, {
      method: 'POST',
      headers: {
        authorization: `ApiKey ${cluster.readKey.encoded}`,
        'content-type': 'application/x-ndjson',
      },
      body: recorded.request.replace(/"index":"[^"]*"/g, '"index":"metricbeat-*"'),
    })
    return toShape(await answer.json())
  }
  const expectSame = (seen: unknown, { response }: RecordedSearch) => {
    const plain = (shape: unknown): unknown =>
      JSON.parse(
        JSON.stringify(shape).replaceAll(/\.ds-metricbeat-[\w.-]*|metricbeat-dyn/g, 'the-index'),
      )
    expect(plain(seen)).toEqual(plain(toShape(response.body)))
  }

  test('keyword mapping', async () => {
    const recorded = read('msearch-keyword') as RecordedSearch
    expectSame(await ask(full, recorded), recorded)
  })

  test('text mapping, where the template did not load', async () => {
    const recorded = read('msearch-text') as RecordedSearch
    const cluster = await start({ template: 'none', now: () => MADE_AT })
    // The eight documents of the recording, of which the first was also the newest.
    const [newest, ...others] = documents.slice(0, 8)
    const latest = { ...newest, '@timestamp': '2026-11-22T06:12:07.999Z' }
    cluster.index([latest, ...others] as MetricbeatDocument[], 'metricbeat-dyn')
    expectSame(await ask(cluster, recorded), recorded)
  })

  test('an index without documents', async () => {
    const recorded = read('msearch-empty') as RecordedSearch
    const cluster = await start({ password: PASSWORD, now: () => MADE_AT })
    await put(cluster, '/metricbeat-empty', '{}')
    expectSame(await ask(cluster, recorded), recorded)
  })

  test('no index at all', async () => {
    const recorded = read('msearch-no-index') as RecordedSearch
    expectSame(await ask(empty, recorded), recorded)
  })
})
