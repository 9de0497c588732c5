import { boundLengths } from './bounded-json.ts'
import type { ClusterAnswer } from './exchange.ts'

/** What the client hands over: header names in lower case, parsed JSON, else text. */
export type RawAnswer = {
  statusCode: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: unknown
}

/** Reported form: 32 hexadecimal digits. An identity, only ever kept as HMAC. */
const HANDLING_CLUSTER = /^[A-Za-z0-9_-]{8,64}$/
/** `299 Elasticsearch-7.16.3-<hash> "…"`: the form of every warning of Elasticsearch's. */
const WARNING = /^299 Elasticsearch-(\d{1,2}\.\d{1,3}\.\d{1,3})-/
const JSON_TYPES = ['application/json', 'application/vnd.elasticsearch+json']

/**
 * Turns a bounded answer of any status into the words of the contract. A redirect and a page that
 * is not JSON count as an answer only where Elastic's own proxy or Kibana wrote them.
 */
export function readAnswer({ statusCode, headers, body }: RawAnswer): ClusterAnswer {
  const kibana = Object.keys(headers).some((name) => name.startsWith('kbn-'))
  const product = headers['x-elastic-product'] === 'Elasticsearch'
  const redirect = statusCode >= 300 && statusCode < 400
  const readable = !redirect && isJson(headers, body)
  if (!readable && !(kibana || isErrorPageOfElastic({ statusCode, headers, body }))) {
    return { kind: 'fault', fault: 'not_elasticsearch' }
  }
  return {
    kind: 'answer',
    status: statusCode,
    product,
    kibana,
    ...findHandlingCluster(headers),
    ...findVersion(headers),
    body: readable ? boundLengths(body, statusCode) : undefined,
  }
}

function isJson(headers: RawAnswer['headers'], body: unknown): boolean {
  const type = String(headers['content-type'] ?? '')
  return body !== '' && JSON_TYPES.some((json) => type.includes(json))
}

/** Errors of the proxy in front of Elastic Cloud, or of Elasticsearch itself, that are no JSON. */
function isErrorPageOfElastic({ statusCode, headers }: RawAnswer): boolean {
  const marks = ['x-elastic-product', 'x-cloud-request-id', 'x-found-handling-cluster']
  return statusCode >= 400 && marks.some((name) => headers[name] !== undefined)
}

function findHandlingCluster(headers: RawAnswer['headers']): { handlingCluster?: string } {
  const id = headers['x-found-handling-cluster']
  return typeof id === 'string' && HANDLING_CLUSTER.test(id) ? { handlingCluster: id } : {}
}

function findVersion(headers: RawAnswer['headers']): { version?: string } {
  const version = WARNING.exec(String(headers['warning'] ?? ''))?.[1]
  return version === undefined ? {} : { version }
}
