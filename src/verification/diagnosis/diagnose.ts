import type { Facts, Findings } from '../probe/observation.ts'
import { diagnoseMissing } from './diagnose-missing.ts'
import { diagnoseRefusal } from './diagnose-refusal.ts'
import { diagnoseRestart } from './diagnose-restart.ts'
import { diagnoseTagged } from './diagnose-tagged.ts'
import { diagnoseUntagged } from './diagnose-untagged.ts'
import { findOddities } from './find-oddities.ts'
import { judgeClock } from './judge-clock.ts'
import { findEvidence } from './find-evidence.ts'
import { judgeVersion } from './judge-version.ts'
import type { Case, Observation } from './observed-case.ts'
import { retryAfter } from './retry-after.ts'
import { findWhatIsRight } from './find-what-is-right.ts'
import { couldNotCheck, hint, type Hint, type Named, type Verdict } from './verdict.ts'

/**
 * The verdict of one check: passed, the one cause the attendee should look at, or that we could not
 * check. The order of causes is elastic.md §6; no cause is ever joined with another.
 */
export function diagnose(seen: Observation, on: Case): Verdict {
  if (seen.kind === 'refused') return toVerdict(diagnoseRefusal(seen, on), seen, on)
  const tooOld = judgeVersion(seen, on)
  if (tooOld) return toVerdict(tooOld, seen, on)
  const evidence = findEvidence(seen.facts, on, {
    ...(seen.handlingCluster !== undefined && { handlingCluster: seen.handlingCluster }),
    ...(seen.findings.clusterUuid !== undefined && { clusterUuid: seen.findings.clusterUuid }),
  })
  if (evidence) {
    const oddities = findOddities(seen.facts, on)
    return { outcome: 'passed', evidence, hints: findHints(seen, on), oddities }
  }
  return toVerdict(diagnoseFacts(seen.facts, seen.findings, on), seen, on)
}

function diagnoseFacts(
  facts: Facts,
  findings: Findings,
  on: Case,
): Named<'not-yet'> | Named<'could-not-check'> {
  const { host } = on.target
  // Counts are lower bounds then: they may prove that there is enough, never that there is not.
  if (facts.complete === 'shards-failed') return couldNotCheck('MB-SHARDS-FAILED', { host })
  if (facts.complete === 'timed-out') return couldNotCheck('MB-PARTIAL-ANSWER', { host })
  if (facts.documents === 0) return diagnoseMissing(facts, findings, on)
  if (facts.tagged.documents === 0) {
    const cause = diagnoseUntagged(facts, findings, on)
    return diagnoseRestart(cause, findings, on) ?? cause
  }
  // Nothing is missing that we saw, so what we did not see is: the receipt or its details.
  return diagnoseTagged(facts, on) ?? couldNotCheck('MB-PARTIAL-ANSWER', { host })
}

function toVerdict(
  cause: Named<'not-yet'> | Named<'could-not-check'>,
  seen: Observation,
  on: Case,
): Verdict {
  if (cause.outcome === 'could-not-check') {
    const { outcome, code, params } = cause
    return { outcome, code, params, retryAfterSeconds: retryAfter(code) }
  }
  const { outcome, code, params } = cause
  return { outcome, code, params, right: findWhatIsRight(seen, on), hints: findHints(seen, on) }
}

function findHints(seen: Observation, on: Case): Hint[] {
  const hints = seen.findings.superuser ? [hint('MB-KEY-SUPERUSER', {})] : []
  if (seen.kind === 'refused') return hints
  const { agents } = seen.facts.details
  return [
    ...hints,
    ...judgeClock(seen.facts, on),
    ...(agents > 1 ? [hint('MB-TWO-METRICBEATS', { agents })] : []),
  ]
}
