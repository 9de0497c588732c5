import { startPracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { startLab } from '../support/lab.ts'
import type { Lab } from '../support/lab.ts'

/** A cluster that a test may ask anything. `authorizations` are whole header values by name. */
export type AskedCluster = { url: string; authorizations: Record<string, string> }
export type BothClusters = { real: AskedCluster; practice: AskedCluster; stop(): Promise<void> }

export type Asking = {
  method?: string
  path: string
  as?: string
  body?: string
  contentType?: string
  headers?: Record<string, string>
}
export type Answered = { status: number; headers: Record<string, string | null>; body: unknown }

const VERSIONS = { 8: '8.19.21', 9: '9.5.3' }

/** A real and a practice cluster, without data or template, with the same kinds of keys. */
export async function startBoth(line: 8 | 9): Promise<BothClusters> {
  const lab = await startLab({ elasticsearch: line, template: 'none' })
  const password = lab.password ?? ''
  const practice = await startPracticeCluster({
    version: VERSIONS[line],
    template: 'none',
    password,
  })
  const elastic = { elastic: basic('elastic', password) }
  const clusters = {
    real: { url: lab.url, authorizations: { ...elastic } },
    practice: { url: practice.origin, authorizations: { ...elastic } },
  }
  for (const cluster of Object.values(clusters)) {
    cluster.authorizations = { ...elastic, ...(await makeAuthorizations(cluster)) }
  }
  return { ...clusters, stop: () => stopBoth(lab, practice) }
}

async function stopBoth(lab: Lab, practice: { stop(): Promise<void> }): Promise<void> {
  await practice.stop()
  await lab.stop()
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

type MadeKey = { id: string; api_key: string; encoded: string }

/** Every kind of key of elastic.md §3.1, made over HTTP as an attendee makes it. */
async function makeAuthorizations(cluster: AskedCluster): Promise<Record<string, string>> {
  const read = [{ names: ['metricbeat-*'], privileges: ['read'] }]
  const write = [{ names: ['metricbeat-*'], privileges: ['create_doc', 'auto_configure'] }]
  const create = [{ names: ['metricbeat-*'], privileges: ['create_doc'] }]
  const other = [{ names: ['other-*'], privileges: ['read'] }]
  const [valid, gone, expired] = [
    await makeKey(cluster, { indices: read }, '1d'),
    await makeKey(cluster, { indices: read }, '1d'),
    await makeKey(cluster, { indices: read }, '1s'),
  ]
  const ids = JSON.stringify({ ids: [gone.id] })
  await ask(cluster, { method: 'DELETE', path: '/_security/api_key', as: 'elastic', body: ids })
  const others = {
    reading: valid,
    nothing: await makeKey(cluster, { indices: [] }, '1d'),
    elsewhere: await makeKey(cluster, { indices: other }, '1d'),
    shipping: await makeKey(cluster, { cluster: ['monitor'], indices: write }, '1d'),
    creating: await makeKey(cluster, { cluster: ['monitor'], indices: create }, '1d'),
    monitoring: await makeKey(cluster, { cluster: ['monitor'], indices: read }, '1d'),
    superuser: await makeKey(cluster, undefined, '1d'),
    invalidated: gone,
    expired,
  }
  const made = Object.entries(others).map(([name, key]) => [name, `ApiKey ${key.encoded}`] as const)
  await waitUntilExpired(cluster, expired)
  return {
    ...Object.fromEntries(made),
    'wrong secret': `ApiKey ${btoa(`${valid.id}:${'A'.repeat(22)}`)}`,
    'cut off': `ApiKey ${valid.encoded.slice(0, 54)}`,
    'unknown id': `ApiKey ${btoa(`${'A'.repeat(20)}:${'A'.repeat(22)}`)}`,
    'no base64': 'ApiKey !!!',
    'wrong password': basic('elastic', 'wrong'),
    'unknown user': basic('nobody', 'wrong'),
    'no login': '',
  }
}

async function makeKey(
  cluster: AskedCluster,
  role: object | undefined,
  expiration: string,
): Promise<MadeKey> {
  const role_descriptors = role ? { role } : {}
  const body = JSON.stringify({ name: 'contract', expiration, role_descriptors })
  const answer = await ask(cluster, {
    method: 'POST',
    path: '/_security/api_key',
    as: 'elastic',
    body,
  })
  return answer.body as MadeKey
}

/** The cluster's clock decides, so the cluster is asked. */
async function waitUntilExpired(cluster: AskedCluster, { encoded }: MadeKey): Promise<void> {
  const asKey = { url: cluster.url, authorizations: { key: `ApiKey ${encoded}` } }
  while ((await ask(asKey, { path: '/_security/_authenticate', as: 'key' })).status !== 401) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Headers that an answer of Elasticsearch is judged by. */
const JUDGED = ['content-type', 'x-elastic-product', 'www-authenticate', 'allow']

export async function ask(cluster: AskedCluster, asking: Asking): Promise<Answered> {
  const { method = 'GET', path, body } = asking
  const headers = toHeaders(cluster, asking)
  const answer = await fetch(cluster.url + path, { method, headers, ...(body && { body }) })
  const text = await answer.text()
  const judged = Object.fromEntries(JUDGED.map((name) => [name, answer.headers.get(name)]))
  return { status: answer.status, headers: judged, body: text === '' ? '' : JSON.parse(text) }
}

function toHeaders({ authorizations }: AskedCluster, asking: Asking): Record<string, string> {
  const { as = 'reading', body, contentType = 'application/json', headers } = asking
  const authorization = authorizations[as] ?? ''
  return {
    ...(authorization && { authorization }),
    ...(body && { 'content-type': contentType }),
    ...headers,
  }
}
