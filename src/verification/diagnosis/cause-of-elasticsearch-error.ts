import type { AnswerShape } from '../probe/answer-shape.ts'
import type { Answered, RefusalCode } from './cause-of-answer.ts'

type ElasticsearchShape = Extract<AnswerShape, { from: 'elasticsearch' }>

/** Names the cause of Elasticsearch's own error: status, then `error.type`, then known text. */
export function causeOfElasticsearchError(
  answer: Answered,
  shape: ElasticsearchShape,
): RefusalCode {
  switch (answer.status) {
    case 401:
      return causeOfUnauthorised(shape.text)
    case 403:
      return causeOfForbidden(shape)
    case 429:
      return 'MB-CLUSTER-BUSY'
    case 502:
    case 503:
    case 504:
      return causeOfUnavailable(shape)
    case 410:
      return 'MB-OUR-REQUEST'
    default:
      return causeOfOther(answer, shape)
  }
}

/** Texts seen on 8.19 and 9.5. They hold key ids and pieces of keys, so only patterns are kept. */
const UNAUTHORISED: readonly (readonly [RegExp, RefusalCode])[] = [
  [/\[\.security-\d+\]/, 'MB-CLUSTER-STARTING'],
  [/missing authentication credentials/, 'MB-KEY-MISSING'],
  [/api key is expired/, 'MB-KEY-EXPIRED'],
  [/has been invalidated/, 'MB-KEY-INVALIDATED'],
  [/invalid credentials for API key/, 'MB-KEY-WRONG-SECRET'],
  [/unable to find apikey with id [\w-]{20}(?![\w-])/, 'MB-KEY-UNKNOWN'],
  [/unable to authenticate user|invalid basic authentication/, 'MB-KEY-BASIC-LOGIN'],
]

function causeOfUnauthorised(text: string): RefusalCode {
  return UNAUTHORISED.find(([pattern]) => pattern.test(text))?.[1] ?? 'MB-KEY-REFUSED'
}

/** A 403 is either a missing right or a block on the index: `error.type` tells (elastic.md §3.1). */
function causeOfForbidden({ type, rootType, text }: ElasticsearchShape): RefusalCode {
  if (type !== 'cluster_block_exception' && rootType !== 'cluster_block_exception') {
    return 'MB-KEY-CANNOT-READ'
  }
  return causeOfBlock(text)
}

const BLOCKS: readonly (readonly [RegExp, RefusalCode])[] = [
  [/disk usage exceeded|FORBIDDEN\/12\/|TOO_MANY_REQUESTS\/12\//, 'MB-DISK-FULL'],
  [/FORBIDDEN\/(?:5|6|8)\//, 'MB-INDEX-READ-ONLY'],
  [/SERVICE_UNAVAILABLE\//, 'MB-CLUSTER-STARTING'],
]

function causeOfBlock(text: string): RefusalCode {
  return BLOCKS.find(([pattern]) => pattern.test(text))?.[1] ?? 'MB-INDEX-READ-BLOCKED'
}

function causeOfUnavailable({ type, rootType }: ElasticsearchShape): RefusalCode {
  const starting = [
    'master_not_discovered_exception',
    'cluster_block_exception',
    'authentication_processing_error',
    'unavailable_shards_exception',
  ]
  if (starting.includes(type) || starting.includes(rootType)) return 'MB-CLUSTER-STARTING'
  const noShard = type === 'search_phase_execution_exception'
  return noShard ? 'MB-SHARDS-FAILED' : 'MB-DEPLOYMENT-UNHEALTHY'
}

function causeOfOther({ status, product }: Answered, shape: ElasticsearchShape): RefusalCode {
  if (shape.rootType === 'circuit_breaking_exception') return 'MB-CLUSTER-BUSY'
  if (status >= 500) return 'MB-DEPLOYMENT-UNHEALTHY'
  if (![400, 404, 405, 406, 413].includes(status)) return 'MB-UNKNOWN'
  // An old server knows neither `case_insensitive` (7.10) nor the product header (7.14).
  return product ? 'MB-OUR-REQUEST' : 'MB-TOO-OLD'
}
