import type { ClusterFault } from '../connection/exchange.ts'
import type { RefusalCode } from './cause-of-answer.ts'

/** What it is called when no answer came back, or none that could be read. */
const byFault = {
  address_blocked: 'MB-ADDRESS-BLOCKED',
  name_unknown: 'MB-NAME-UNKNOWN',
  unreachable: 'MB-UNREACHABLE',
  tls: 'MB-TLS',
  timeout: 'MB-TIMEOUT',
  not_elasticsearch: 'MB-WEB-PAGE',
  answer_too_big: 'MB-ANSWER-TOO-BIG',
  malformed: 'MB-ANSWER-MALFORMED',
  busy: 'MB-WE-ARE-BUSY',
  too_many_requests_in_check: 'MB-OUR-REQUEST',
} as const satisfies Record<ClusterFault, RefusalCode>

/** The cause a fault of the connection is shown as. */
export function causeOfFault(fault: ClusterFault): RefusalCode {
  return byFault[fault]
}
