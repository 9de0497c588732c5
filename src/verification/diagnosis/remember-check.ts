import type { PreviousCheck } from '../memory.ts'
import { isCauseCode } from './causes.ts'
import { startsIn } from './diagnose-restart.ts'
import { fingerprint } from './fingerprint.ts'
import type { Case, Observation } from './observed-case.ts'
import type { Verdict } from './verdict.ts'

type Answered = Extract<Observation, { kind: 'answered' }>

/** What the next check needs to know of this one. */
export function rememberCheck(verdict: Verdict, seen: Observation, on: Case): PreviousCheck {
  const at = on.now.toISOString()
  const known = on.memory.previous ?? { tagged: 0, ephemeralIds: [] }
  const code = verdict.outcome === 'passed' ? verdict.outcome : verdict.code
  const told = { at, code, ...toldSince(verdict, on, at) }
  return seen.kind === 'refused'
    ? { ...known, ...told }
    : { ...known, ...told, ...rememberFacts(seen, on, at) }
}

/** A check that could not be made tells nothing new about the attendee's cause. */
function toldSince(verdict: Verdict, { memory: { previous } }: Case, at: string) {
  const isNews = verdict.outcome !== 'could-not-check' || previous === undefined
  const cause = isNews ? causeBehind(verdict) : previous.cause
  return { cause, causeSince: previous?.cause === cause ? previous.causeSince : at }
}

function causeBehind(verdict: Verdict): PreviousCheck['cause'] {
  if (verdict.outcome === 'passed') return 'passed'
  const still = String(verdict.params['still'])
  return verdict.code === 'MB-NOT-RESTARTED' && isCauseCode(still) ? still : verdict.code
}

function rememberFacts({ facts, findings }: Answered, { memory }: Case, at: string) {
  const { documents } = facts.tagged
  const { clusterUuid: uuid, clusterVersion } = findings
  return {
    reachedAt: memory.previous?.reachedAt ?? at,
    lookedAt: at,
    tagged: documents,
    ...(documents > (memory.previous?.tagged ?? 0) && { grewAt: at }),
    ...(uuid !== undefined && { clusterUuid: fingerprint(uuid) }),
    ...(clusterVersion !== undefined && { clusterVersion }),
    ...rememberStarts([...facts.details.starts.map(fingerprint), ...startsIn(findings)]),
  }
}

/** An answer that names no start keeps the ones known before. */
function rememberStarts(starts: readonly string[]) {
  return starts.length > 0 ? { ephemeralIds: starts } : {}
}
