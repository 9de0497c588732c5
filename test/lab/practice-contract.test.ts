import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { MetricbeatDocument } from '../../src/rehearsal/practice-documents.ts'
import { createSimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import type { TagPlacement } from '../../src/rehearsal/tag-placement.ts'
import { Secret } from '../../src/shared/secret.ts'
import { createCheckCluster } from '../../src/verification/check-cluster.ts'
import { createOpenExchange } from '../../src/verification/connection/cluster-exchange.ts'
import { FOLLOW_UPS, followUpRequest } from '../../src/verification/probe/follow-up-request.ts'
import { probeRequest } from '../../src/verification/probe/probe-request.ts'
import { toShape } from '../rehearsal/same-shape.ts'
import { describeWithLab } from '../support/lab.ts'
import { ask, startBoth } from './both-clusters.ts'
import type { Answered, Asking, AskedCluster, BothClusters } from './both-clusters.ts'

const TAG = 'pycon-7f3kq2345'
const START_MINUTES = 5
const KEYS = [
  'reading',
  'monitoring',
  'superuser',
  'elastic',
  'nothing',
  'elsewhere',
  'shipping',
  'invalidated',
  'expired',
  'wrong secret',
  'cut off',
  'unknown id',
  'no base64',
  'wrong password',
  'unknown user',
  'no login',
]
/** With these a check gets an answer to its search. */
const SEARCHING = ['reading', 'monitoring', 'superuser', 'elastic']

function probe(as = 'reading'): Asking {
  return { ...probeRequest(TAG, 'pycon-'), contentType: 'application/x-ndjson', as }
}

/** Documents of one laptop with every mistake, each at a time of its own so that "newest" is one document. */
function documentsOf(placements: readonly TagPlacement[]): MetricbeatDocument[] {
  const metricbeat = createSimulatedMetricbeat({
    hostName: 'kim-laptop',
    hostId: '0123456789abcdef0123456789abcdef',
    agentId: 'e8e623b4-e062-48ec-b612-027881294c41',
    version: '9.3.0',
    now: () => new Date(),
    pick: (max) => Math.floor(max / 3),
  })
  const ship = (placement: TagPlacement, clockOffsetSeconds: number) =>
    metricbeat.documents({ tag: TAG, placement, seconds: 60, clockOffsetSeconds })
  const mistakes = placements.flatMap((placement) => ship(placement, -60 * START_MINUTES))
  return [...mistakes, ...ship('right', 0), ...ship('right', 300)].map((document, at) => ({
    ...document,
    '@timestamp': new Date(Date.parse(document['@timestamp']) - at).toISOString(),
  }))
}

const MISTAKES: readonly TagPlacement[] = [
  'with-others',
  'untagged',
  'fields',
  'other-field',
  'name',
  'wrong-case',
  'underscore',
  'old',
  'two-words',
  'curly-quotes',
  'someone-else',
]

function toBulk(documents: readonly MetricbeatDocument[], index: string): string {
  const line = JSON.stringify({ create: { _index: index } })
  return documents.map((document) => `${line}\n${JSON.stringify(document)}\n`).join('')
}

/** The template of an attendee whose Metricbeat could load it, for one index only. */
const TEMPLATE = JSON.stringify({
  index_patterns: ['metricbeat-keyword'],
  priority: 200,
  template: {
    mappings: {
      dynamic_templates: [
        {
          strings: {
            match_mapping_type: 'string',
            mapping: { type: 'keyword', ignore_above: 1024 },
          },
        },
      ],
      properties: {
        '@timestamp': { type: 'date' },
        message: { type: 'text' },
        error: { properties: { message: { type: 'text' } } },
      },
    },
  },
})

const removal = (index: string) => ({ path: `/${index}`, method: 'DELETE', as: 'elastic' })

function load(documents: readonly MetricbeatDocument[], index: string): Asking {
  const path = '/_bulk?refresh=true'
  return {
    method: 'POST',
    path,
    as: 'elastic',
    body: toBulk(documents, index),
    contentType: 'application/x-ndjson',
  }
}

const WAITING = { outcome: 'not-yet', code: 'MB-WAITING-FOR-DATA' }
const PASSED = { outcome: 'passed' }

/** Stages of one attendee's cluster, one after the other on the same two clusters. */
const documents = documentsOf(MISTAKES)
const STAGES: { name: string; prepare: Asking[]; keys: string[]; told: object }[] = [
  { name: 'nothing there yet', prepare: [], keys: KEYS, told: WAITING },
  {
    name: 'an index without documents',
    prepare: [
      { method: 'PUT', path: '/_index_template/contract', as: 'elastic', body: TEMPLATE },
      { method: 'PUT', path: '/metricbeat-keyword', as: 'elastic', body: '{}' },
    ],
    keys: SEARCHING,
    told: WAITING,
  },
  {
    name: 'keyword mapping',
    prepare: [load(documents, 'metricbeat-keyword')],
    keys: KEYS,
    told: PASSED,
  },
  {
    name: 'keyword and text mappings side by side',
    prepare: [load(documents.slice(0, 400), 'metricbeat-text')],
    keys: SEARCHING,
    told: PASSED,
  },
  {
    name: 'text mapping, the template did not load',
    prepare: [removal('metricbeat-keyword')],
    keys: SEARCHING,
    told: PASSED,
  },
]

const OTHER_REQUESTS: Asking[] = [
  { path: '/' },
  { path: '/', as: 'monitoring' },
  { method: 'HEAD', path: '/' },
  { path: '/_license' },
  { path: '/_license', as: 'monitoring' },
  { path: '/metricbeat-*/_count' },
  { path: '/metricbeat-*/_search?size=0' },
  { path: '/metricbeat-*/_field_caps?fields=tags,tags.keyword,host.id' },
  { path: '/metricbeat-nowhere/_search' },
  { path: '/metricbeat-nowhere/_search?ignore_unavailable=true' },
  { path: '/metricbeat-nowhere/_search?allow_no_indices=false' },
  { path: '/secret-index/_search' },
  { path: '/metricbeat-*/_search?size=0', as: 'elsewhere' },
  { path: '/_msearch', method: 'PUT' },
  { path: '/no/such/endpoint' },
  { path: '/metricbeat-*/_search', method: 'POST', body: '{"query":' },
  { path: '/metricbeat-*/_search', method: 'POST', body: '{"query":{"no_such_query":{}}}' },
  { path: '/metricbeat-*/_search', method: 'POST', body: '{}', contentType: 'text/plain' },
  { path: '/_msearch', method: 'POST', body: '{"index":"metricbeat-*"}\n{"size":0}' },
  {
    path: '/_msearch?filter_path=responses.status,responses.hits.total.value',
    method: 'POST',
    body: '{"index":"metricbeat-*"}\n{"size":0}\n{"index":"metricbeat-nowhere"}\n{"size":0}\n',
  },
  ...['8', '9'].map((version) => ({
    path: '/metricbeat-*/_search?size=0',
    headers: { accept: `application/vnd.elasticsearch+json;compatible-with=${version}` },
  })),
  { path: '/_security/api_key', method: 'POST', body: '{"name":"child"}' },
  { path: '/_security/api_key', method: 'POST', body: '{"name":"child"}', as: 'superuser' },
  { path: '/_security/api_key', method: 'POST', body: '{"name":"one"}', as: 'elastic' },
  ...['reading', 'creating', 'shipping', 'elsewhere'].map((as) => ({
    path: '/_bulk',
    method: 'POST',
    body: toBulk(documents.slice(0, 2), 'metricbeat-new'),
    as,
  })),
  {
    path: '/_bulk?filter_path=errors%2Citems.%2A.error%2Citems.%2A.status',
    method: 'POST',
    body: toBulk(documents.slice(0, 2), 'metricbeat-new').replaceAll(
      '}\n{"create',
      '}\n\n{"create',
    ),
    as: 'shipping',
  },
]

function nameOf({ as = 'reading', method = 'GET', path, body = '' }: Asking): string {
  return `${as}: ${method} ${path} ${body.slice(0, 40)}`
}

function toComparable({ status, headers, body }: Answered): unknown {
  return { status, headers, body: toShape(body) }
}

for (const line of [8, 9] as const) {
  describeWithLab(
    `the practice cluster beside Elasticsearch ${line}`,
    { elasticsearch: line },
    () => {
      let both: BothClusters
      beforeAll(async () => {
        both = await startBoth(line)
      }, 120_000)
      afterAll(() => both.stop())

      const expectSame = async (asking: Asking) => {
        const [real, practice] = [await ask(both.real, asking), await ask(both.practice, asking)]
        expect(toComparable(practice)).toEqual(toComparable(real))
        return real
      }

      describe.each(STAGES)('$name', ({ prepare, keys, told }) => {
        beforeAll(async () => {
          for (const asking of prepare) {
            for (const cluster of [both.real, both.practice]) {
              expect((await ask(cluster, asking)).status).toBe(200)
            }
          }
        })

        test.each(keys)('the one request of a check, key: %s', async (as) => {
          await expectSame(probe(as))
        })

        test.each(FOLLOW_UPS)('the second request: %s', async (question) => {
          await expectSame(followUpRequest(question, TAG))
        })

        test('what an attendee is told', async () => {
          expect(await check(both.practice, 'reading')).toMatchObject({ verdict: told })
        })

        test.each(keys)('the verdict, key: %s', async (as) => {
          const [real, practice] = [await check(both.real, as), await check(both.practice, as)]
          expect(practice).toEqual(real)
        })
      })

      describe('other requests', () => {
        const named = OTHER_REQUESTS.map((one) => [nameOf(one), one] as const)
        test.each(named)('%s', async (_, asking) => {
          await expectSame(asking)
        })
      })
    },
  )
}

/** A check through the booth's own guarded connection; what names the cluster itself is left out. */
async function check(cluster: AskedCluster, as: string): Promise<unknown> {
  const { hostname, port, origin } = new URL(cluster.url)
  const checkCluster = createCheckCluster({
    openExchange: createOpenExchange({
      resolver: { resolve4: () => Promise.resolve([]), resolve6: () => Promise.resolve([]) },
      ownAddresses: () => [],
      policy: { mode: 'strict', allowedSuffixes: [], allowedPorts: [], rehearsalOrigins: [origin] },
      userAgent: 'booth-mission-contract',
    }),
    now: () => new Date(),
  })
  const { verdict, requests } = await checkCluster({
    target: { scheme: 'http', host: hostname, port: Number(port), rehearsal: true },
    key: new Secret(cluster.authorizations[as] ?? ''),
    tag: TAG,
    mission: {
      documents: 20,
      seconds: 30,
      metricsets: 2,
      freshnessSeconds: 600,
      eventPrefix: 'pycon',
    },
    memory: { keySeenBefore: false, registeredAt: new Date(Date.now() - 3_600_000).toISOString() },
  })
  const text = JSON.stringify({ verdict: toShape(verdict), requests })
  const plain: unknown = JSON.parse(
    text.replaceAll(`:${port}`, ':PORT').replace(/uuid:[^"]*/g, 'uuid:any'),
  )
  return plain
}
