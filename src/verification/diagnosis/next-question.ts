import type { FollowUp } from '../probe/follow-up-request.ts'
import type { CauseCode } from './causes.ts'
import { secondsOfPatience } from './diagnose-missing.ts'
import { diagnoseUntagged } from './diagnose-untagged.ts'
import type { Case, Observation } from './observed-case.ts'

/**
 * Which second question would sharpen the verdict most (elastic.md §6, second table), or undefined when
 * none would. A tagged document from a key seen before needs none: that is the happy path.
 */
export function nextQuestion(
  seen: Observation,
  asked: ReadonlySet<FollowUp>,
  on: Case,
): FollowUp | undefined {
  return wantedQuestions(seen, on).find((question) => !asked.has(question))
}

function wantedQuestions(seen: Observation, on: Case): FollowUp[] {
  if (seen.kind === 'refused') return questionsAfterRefusal(seen.code)
  const aboutNewKey: FollowUp[] =
    on.memory.keySeenBefore || on.keyForm === 'none' ? [] : ['all-privileges', 'root']
  return [...questionsAboutData(seen, on), ...aboutNewKey]
}

function questionsAfterRefusal(code: CauseCode): FollowUp[] {
  if (code === 'MB-KEY-CANNOT-READ') return ['privileges']
  return code === 'MB-KEY-REFUSED' ? ['authenticate'] : []
}

type Answered = Extract<Observation, { kind: 'answered' }>

function questionsAboutData(seen: Answered, on: Case): FollowUp[] {
  const { complete, tagged, shards, documents } = seen.facts
  if (complete !== 'yes' || tagged.documents > 0) return []
  if (shards === 0) return questionsAboutNothing(seen, on)
  return documents === 0 ? [] : questionsAboutUntagged(seen, on)
}

function questionsAboutNothing({ findings }: Answered, on: Case): FollowUp[] {
  const mayLookFurther = findings.privileges?.read !== false && secondsOfPatience(on) <= 0
  return mayLookFurther ? ['privileges', 'elsewhere'] : ['privileges']
}

function questionsAboutUntagged({ facts, findings }: Answered, on: Case): FollowUp[] {
  const isExplained = !UNEXPLAINED.has(diagnoseUntagged(facts, findings, on).code)
  return isExplained || facts.near.anyTag === 0 ? ['newest'] : ['newest', 'all-tags']
}

const UNEXPLAINED: ReadonlySet<CauseCode> = new Set([
  'MB-UNTAGGED',
  'MB-OLD-DATA-ONLY',
  'MB-TAG-DIFFERENT',
])
