import { type Cause, couldNotCheckAt, notYetAt, waitingAt } from './cause.ts'

/** What happens between us and a cluster before its data can be read. */
export const connectionCauses = {
  'MB-NAME-UNKNOWN': notYetAt('connect', 'host'),
  'MB-ADDRESS-BLOCKED': notYetAt('connect', 'host'),
  'MB-UNREACHABLE': couldNotCheckAt('connect', 'host', 'port'),
  'MB-TIMEOUT': couldNotCheckAt('connect', 'host', 'port'),
  'MB-TLS': couldNotCheckAt('connect', 'host', 'port'),
  'MB-WEB-PAGE': waitingAt('connect', 'host'),
  'MB-NOT-ELASTICSEARCH': notYetAt('connect', 'host'),
  'MB-TOO-OLD': notYetAt('connect', 'host', 'version'),
  'MB-KIBANA-ANSWERED': notYetAt('connect', 'host'),
  'MB-TRAFFIC-FILTER': notYetAt('connect', 'host', 'ourAddress'),
  'MB-DEPLOYMENT-UNKNOWN': notYetAt('connect', 'host'),
  'MB-DEPLOYMENT-UNHEALTHY': couldNotCheckAt('connect', 'host'),
  'MB-CLUSTER-STARTING': couldNotCheckAt('connect', 'host'),
  'MB-CLUSTER-BUSY': couldNotCheckAt('connect', 'host'),
  'MB-SHARDS-FAILED': couldNotCheckAt('ship', 'host'),
  'MB-PARTIAL-ANSWER': couldNotCheckAt('ship', 'host'),
  'MB-ANSWER-TOO-BIG': couldNotCheckAt('connect', 'host'),
  'MB-ANSWER-MALFORMED': couldNotCheckAt('connect', 'host'),
  'MB-WE-ARE-BUSY': couldNotCheckAt('connect', 'seconds', 'waiting'),
  'MB-OUR-REQUEST': couldNotCheckAt('connect', 'fingerprint'),
  'MB-UNKNOWN': couldNotCheckAt('connect', 'fingerprint'),
} as const satisfies Record<`MB-${string}`, Cause>
