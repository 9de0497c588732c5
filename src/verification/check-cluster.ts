import type { Secret } from '../shared/secret.ts'
import type { ClusterExchange, OpenExchange } from './connection/exchange.ts'
import { diagnose } from './diagnosis/diagnose.ts'
import { nextQuestion } from './diagnosis/next-question.ts'
import { observe } from './diagnosis/observe.ts'
import type { Case, Observation } from './diagnosis/observed-case.ts'
import { rememberCheck } from './diagnosis/remember-check.ts'
import type { Verdict } from './diagnosis/verdict.ts'
import type { Memory, MetricbeatMission, PreviousCheck } from './memory.ts'
import { type FollowUp, followUpRequest } from './probe/follow-up-request.ts'
import { probeRequest } from './probe/probe-request.ts'
import { readFinding } from './probe/read-finding.ts'
import type { Target } from './target/target.ts'

export type { Memory, MetricbeatMission, PreviousCheck } from './memory.ts'

/** `key` is the whole authorization header value of a parsed key; an empty Secret sends none. */
export type CheckInput = {
  target: Target
  key: Secret
  tag: string
  mission: MetricbeatMission
  memory: Memory
  /** For whom: when places are few, everybody gets one in turn. */
  by?: string
}

/** `remember` belongs into the next check's memory; `requests` is what the cluster was asked. */
export type Checked = { verdict: Verdict; remember: PreviousCheck; requests: number }

type Ports = {
  openExchange: OpenExchange
  now: () => Date
  /** The public address our requests come from, shown to people who must let it in. */
  ourAddress?: string
}

const MOST_REQUESTS = 4

/**
 * One check of one cluster: one request when all is well and the key was seen before, at most four
 * ever, one after the other, never a retry.
 */
export function createCheckCluster({ openExchange, now, ourAddress = '—' }: Ports) {
  return async (input: CheckInput): Promise<Checked> => {
    const { target, key, tag, mission, memory } = input
    const on: Case = { target, tag, mission, memory, now: now(), keyForm: formOf(key), ourAddress }
    const exchange = openExchange(target, key, input.by)
    try {
      const seen = await askAll(exchange, on)
      const verdict = diagnose(seen, on)
      const remember = rememberCheck(verdict, seen, on)
      return { verdict, remember, requests: exchange.requestsSent() }
    } finally {
      await exchange.close()
    }
  }
}
export type CheckCluster = ReturnType<typeof createCheckCluster>

async function askAll(exchange: ClusterExchange, on: Case): Promise<Observation> {
  const prefix = `${on.mission.eventPrefix}-`
  let seen = observe(await exchange.ask(probeRequest(on.tag, prefix)), on.tag)
  const asked = new Set<FollowUp>()
  while (asked.size < MOST_REQUESTS - 1) {
    const question = nextQuestion(seen, asked, on)
    if (question === undefined) break
    asked.add(question)
    const answer = await exchange.ask(followUpRequest(question, on.tag))
    seen = { ...seen, findings: { ...seen.findings, ...readFinding(question, answer) } }
  }
  return seen
}

function formOf(key: Secret): Case['keyForm'] {
  if (key.isEmpty) return 'none'
  return key.use((value) => (/^ApiKey essu_/i.test(value) ? 'cloud' : 'encoded'))
}
