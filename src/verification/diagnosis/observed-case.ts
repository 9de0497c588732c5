import type { Facts, Findings } from '../probe/observation.ts'
import type { Memory, MetricbeatMission } from '../memory.ts'
import type { Target } from '../target/target.ts'
import type { Busy } from '../connection/exchange.ts'
import type { RefusalCode } from './cause-of-answer.ts'

/** Everything one check saw: a refusal with its cause, or an answer with facts. */
export type Observation =
  | { kind: 'refused'; code: RefusalCode; fingerprint: string; findings: Findings; busy?: Busy }
  | {
      kind: 'answered'
      facts: Facts
      findings: Findings
      handlingCluster?: string
      saidVersion?: string
    }

/** Whose check it is and what it is judged by. */
export type Case = {
  target: Pick<Target, 'host' | 'port'>
  tag: string
  mission: MetricbeatMission
  memory: Memory
  now: Date
  keyForm: 'encoded' | 'cloud' | 'none'
  /** The address our own requests come from, for people who must allow it. */
  ourAddress: string
}
