import type { Facts, Findings } from '../probe/observation.ts'
import type { Case } from './observed-case.ts'
import { type Named, notYet } from './verdict.ts'

/** A first document takes up to 25 s (start delay, batch, refresh); "no data" is not said before this. */
const PATIENCE_SECONDS = 45

/** `metricbeat-*` holds no document, or nothing this key may see: an empty answer looks the same. */
export function diagnoseMissing(facts: Facts, findings: Findings, on: Case): Named<'not-yet'> {
  const { host } = on.target
  const forbidden = facts.shards === 0 ? missingRight(findings) : undefined
  if (forbidden !== undefined) return notYet(forbidden, { host })
  if (findings.elsewhere === 'other-index') return notYet('MB-OTHER-INDEX', { host, tag: on.tag })
  const patience = secondsOfPatience(on)
  if (patience > 0) return notYet('MB-WAITING-FOR-DATA', { host, seconds: patience })
  const nothing = facts.shards === 0 ? 'MB-NO-DATA' : 'MB-INDEX-EMPTY'
  return notYet(byNeighbour[findings.elsewhere ?? 'nothing'] ?? nothing, { host })
}

/** The right this key lacks, as far as the cluster told. */
export function missingRight({ privileges }: Findings) {
  if (privileges === undefined || privileges.read) return undefined
  return privileges.write ? 'MB-KEY-WRITES-ONLY' : 'MB-KEY-CANNOT-READ'
}

const byNeighbour = {
  agent: 'MB-AGENT-INSTEAD',
  opentelemetry: 'MB-OPENTELEMETRY-INSTEAD',
  nothing: undefined,
} as const

/** Seconds left of the time in which nothing to see means nothing; counted from the first answer. */
export function secondsOfPatience({ now, memory }: Case): number {
  if (memory.asksOnce) return 0
  const reachedAt = Date.parse(memory.previous?.reachedAt ?? now.toISOString())
  const since = Math.max(reachedAt, Date.parse(memory.registeredAt))
  return Math.ceil(PATIENCE_SECONDS - (now.getTime() - since) / 1000)
}
