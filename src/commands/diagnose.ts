import { createCheckCluster, type MetricbeatMission } from '../verification/check-cluster.ts'
import type { OpenExchange } from '../verification/connection/cluster-exchange.ts'
import { causeOfTypedTarget } from '../verification/diagnosis/cause-of-target.ts'
import type { CauseParams, Verdict } from '../verification/diagnosis/verdict.ts'
import { parseApiKey } from '../verification/key/parse-api-key.ts'
import { parseTarget, STRICT_POLICY } from '../verification/target/parse-target.ts'
import type { Target, TargetPolicy } from '../verification/target/parse-target.ts'
import { Secret } from '../shared/secret.ts'

/** `target` and `key` as pasted; `rehearsal` is a literal origin that may be a loopback one. */
export type DiagnoseInput = {
  target: string
  tag: string
  rehearsal?: string
  key: Secret
  mission: MetricbeatMission
  openExchange: OpenExchange
  now: () => Date
  /** Receives the one line of JSON, without its line end. */
  write: (line: string) => void
}

type Answer = { outcome: Verdict['outcome']; code: string; params: CauseParams }

/**
 * `npx booth-mission diagnose`: one check of one cluster, printed as `{"outcome","code","params"}`.
 * Nothing is stored, and nothing of the key is printed.
 */
export async function diagnoseOnce(input: DiagnoseInput): Promise<void> {
  input.write(JSON.stringify(await findAnswer(input)))
}

/** Strict, plus the one literal origin; the connection must be opened under the same policy. */
export function diagnosePolicy(rehearsal: string | undefined): TargetPolicy {
  return rehearsal === undefined
    ? STRICT_POLICY
    : { ...STRICT_POLICY, rehearsalOrigins: [rehearsal] }
}

async function findAnswer(input: DiagnoseInput): Promise<Answer> {
  const parsed = parseTarget(input.target, diagnosePolicy(input.rehearsal))
  if (parsed.kind === 'refused') {
    const code = causeOfTypedTarget(parsed.reason, input.target)
    return { outcome: 'not-yet', code, params: {} }
  }
  const key = readKey(input.key, parsed.target)
  if (key.kind === 'refused') return { outcome: 'not-yet', code: key.code, params: key.params }
  return check(input, parsed.target, key.authorization)
}

/** A practice cluster without security wants no key at all. */
function readKey(pasted: Secret, { rehearsal }: Target) {
  const isEmpty = pasted.use((text) => text.trim() === '')
  if (isEmpty && rehearsal) return { kind: 'key', authorization: new Secret('') } as const
  return pasted.use(parseApiKey)
}

async function check(input: DiagnoseInput, target: Target, key: Secret): Promise<Answer> {
  const { tag, mission, openExchange, now } = input
  const checkCluster = createCheckCluster({ openExchange, now })
  const registeredAt = new Date(0).toISOString()
  const memory = { keySeenBefore: false, registeredAt, asksOnce: true } as const
  const { verdict } = await checkCluster({ target, key, tag, mission, memory })
  if (verdict.outcome !== 'passed') {
    return { outcome: verdict.outcome, code: verdict.code, params: verdict.params }
  }
  const { documents, seconds, metricsets } = verdict.evidence
  const hints = verdict.hints.map(({ code }) => code).join(' ')
  const params = { documents, seconds, metricsets: metricsets.length, hints }
  return { outcome: 'passed', code: 'MB-PASSED', params }
}
