import type { CodeOf } from './causes.ts'

/** Seconds until it is worth asking again: soon where things heal by themselves, late where they do not. */
const seconds = {
  'MB-UNREACHABLE': 15,
  'MB-TIMEOUT': 15,
  'MB-TLS': 60,
  'MB-DEPLOYMENT-UNHEALTHY': 30,
  'MB-CLUSTER-STARTING': 5,
  'MB-CLUSTER-BUSY': 15,
  'MB-SHARDS-FAILED': 15,
  'MB-PARTIAL-ANSWER': 10,
  'MB-ANSWER-TOO-BIG': 60,
  'MB-ANSWER-MALFORMED': 30,
  'MB-WE-ARE-BUSY': 10,
  'MB-OUR-REQUEST': 60,
  'MB-UNKNOWN': 30,
} as const satisfies Record<CodeOf<'could-not-check'>, number>

/** In seconds. */
export function retryAfter(code: CodeOf<'could-not-check'>): number {
  return seconds[code]
}
