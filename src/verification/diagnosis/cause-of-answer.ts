import type { ClusterAnswer } from '../connection/exchange.ts'
import { type AnswerShape, readShape } from '../probe/answer-shape.ts'
import { causeOfElasticsearchError } from './cause-of-elasticsearch-error.ts'
import type { CodeOf } from './causes.ts'
import { fingerprint } from './fingerprint.ts'

export type Answered = Extract<ClusterAnswer, { kind: 'answer' }>
export type RefusalCode = CodeOf<'not-yet'> | CodeOf<'could-not-check'>

/**
 * Names the cause of an answer that is not a search result: status first, then the shape of the
 * body, then `error.type`, then known text (elastic.md §3). A missing product header accuses only a
 * 2xx: 401 and 403 of Elasticsearch never carry it.
 */
export function causeOfAnswer(answer: Answered): RefusalCode {
  const shape = readShape(answer.body)
  switch (shape.from) {
    case 'elasticsearch':
      return causeOfElasticsearchError(answer, shape)
    case 'elasticsearch-refusal':
      return answer.kibana ? 'MB-KIBANA-ANSWERED' : causeOfRefusal(answer)
    case 'cloud-proxy':
      return causeOfProxy(answer.status, shape.message)
    case 'kibana':
      return 'MB-KIBANA-ANSWERED'
    case 'elsewhere':
      return causeOfForeign(answer)
  }
}

/** Status and a hash of the error's type: what the log may hold of an answer we could not name. */
export function fingerprintOf(answer: Answered): string {
  const shape: AnswerShape = readShape(answer.body)
  const type = shape.from === 'elasticsearch' ? `${shape.type}/${shape.rootType}` : shape.from
  return `${answer.status}-${fingerprint(type)}`
}

function causeOfRefusal({ status, product }: Answered): RefusalCode {
  if ([400, 404, 405, 406, 410].includes(status) && product) return 'MB-OUR-REQUEST'
  return status >= 500 ? 'MB-DEPLOYMENT-UNHEALTHY' : 'MB-NOT-ELASTICSEARCH'
}

function causeOfProxy(status: number, message: string): RefusalCode {
  if (status === 403 || /traffic filter/i.test(message)) return 'MB-TRAFFIC-FILTER'
  if (status === 404 || status === 410) return 'MB-DEPLOYMENT-UNKNOWN'
  return status === 429 ? 'MB-CLUSTER-BUSY' : 'MB-DEPLOYMENT-UNHEALTHY'
}

function causeOfForeign({ status, product, kibana, body }: Answered): RefusalCode {
  if (kibana) return 'MB-KIBANA-ANSWERED'
  if (status >= 500) return 'MB-DEPLOYMENT-UNHEALTHY'
  if (status === 429) return 'MB-CLUSTER-BUSY'
  if (product) return status === 200 ? 'MB-ANSWER-MALFORMED' : 'MB-UNKNOWN'
  if (body === undefined) return 'MB-WEB-PAGE'
  return looksLikeSearch(body) ? 'MB-TOO-OLD' : 'MB-NOT-ELASTICSEARCH'
}

/** An old Elasticsearch, or a relative of it, answers the search but lacks the product header. */
function looksLikeSearch(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'responses' in body
}
