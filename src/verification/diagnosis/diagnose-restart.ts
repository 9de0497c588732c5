import type { Findings } from '../probe/observation.ts'
import type { CauseCode } from './causes.ts'
import { fingerprint } from './fingerprint.ts'
import type { Case } from './observed-case.ts'
import { type Named, notYet } from './verdict.ts'

/** Long enough to edit a file and restart: before that, the cause itself is the better word. */
const EDITING_SECONDS = 60

const CURED_BY_EDITING: ReadonlySet<CauseCode | 'passed'> = new Set([
  'MB-UNTAGGED',
  'MB-TAG-NEAR-MISS',
  'MB-TAG-DIFFERENT',
  'MB-TAG-OF-ANOTHER-PERSON',
  'MB-TAG-OF-ANOTHER-EVENT',
  'MB-TAG-IN-FIELDS',
  'MB-TAG-IN-NAME',
  'MB-TAG-IN-LABELS',
  'MB-TAG-BY-PROCESSOR',
])

/** Fingerprints of the starts of Metricbeat (`agent.ephemeral_id`) behind the newest documents. */
export function startsIn({ newest }: Findings): string[] {
  const starts = (newest ?? []).flatMap(({ agent }) => agent?.ephemeral_id ?? [])
  return [...new Set(starts)].map(fingerprint)
}

/**
 * The same start of Metricbeat still ships the same mistake a minute after it was named: the file was
 * edited without a restart, or another copy of it was. Undefined when that cannot be said.
 */
export function diagnoseRestart(
  cause: Named<'not-yet'>,
  findings: Findings,
  { tag, now, memory: { previous } }: Case,
): Named<'not-yet'> | undefined {
  if (previous === undefined || !CURED_BY_EDITING.has(cause.code)) return undefined
  if (!CURED_BY_EDITING.has(previous.cause)) return undefined
  const isSameStart = startsIn(findings).some((start) => previous.ephemeralIds.includes(start))
  const seconds = (now.getTime() - Date.parse(previous.causeSince)) / 1000
  if (!isSameStart || seconds < EDITING_SECONDS) return undefined
  const minutes = Math.max(1, Math.round(seconds / 60))
  return notYet('MB-NOT-RESTARTED', { tag, still: cause.code, minutes })
}
