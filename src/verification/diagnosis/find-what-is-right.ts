import type { CauseCode } from './causes.ts'
import type { Case, Observation } from './observed-case.ts'
import { hint, type Hint } from './verdict.ts'

/** Refusals that only Elasticsearch itself can give: so its address is right. */
const TOLD_BY_ELASTICSEARCH: ReadonlySet<CauseCode> = new Set([
  'MB-KEY-MISSING',
  'MB-KEY-UNKNOWN',
  'MB-KEY-WRONG-SECRET',
  'MB-KEY-EXPIRED',
  'MB-KEY-INVALIDATED',
  'MB-KEY-CLOUD-ORGANISATION',
  'MB-KEY-REFUSED',
  'MB-KEY-BASIC-LOGIN',
  'MB-KEY-CANNOT-READ',
  'MB-KEY-WRITES-ONLY',
  'MB-INDEX-READ-BLOCKED',
  'MB-INDEX-READ-ONLY',
  'MB-DISK-FULL',
  'MB-INDEX-ODD',
])

/** What the attendee has already got right, in the order of the way: it stays ticked off. */
export function findWhatIsRight(seen: Observation, on: Case): Hint[] {
  const connected = hint('MB-RIGHT-CONNECTED', { host: on.target.host })
  if (seen.kind === 'refused') return TOLD_BY_ELASTICSEARCH.has(seen.code) ? [connected] : []
  const { facts, findings } = seen
  const mayRead = facts.shards > 0 || findings.privileges?.read === true
  const { documents } = facts.tagged
  return [
    connected,
    ...(mayRead ? [hint('MB-RIGHT-KEY', {})] : []),
    ...metricsArrive(seen),
    ...(documents > 0 ? [hint('MB-RIGHT-TAG', { documents })] : []),
  ]
}

function metricsArrive({ facts, findings }: Extract<Observation, { kind: 'answered' }>): Hint[] {
  const newest = facts.tagged.newest ?? findings.newest?.[0]
  const hostName = newest?.host?.name
  const isArriving = facts.recent + facts.future > 0
  return isArriving && hostName !== undefined ? [hint('MB-RIGHT-METRICS', { hostName })] : []
}
