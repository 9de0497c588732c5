import type { ClusterAnswer } from '../connection/exchange.ts'
import { type FailedPart, readProbe } from '../probe/read-probe.ts'
import { type Answered, causeOfAnswer, fingerprintOf } from './cause-of-answer.ts'
import { causeOfFault } from './cause-of-fault.ts'
import { fingerprint } from './fingerprint.ts'
import type { Observation } from './observed-case.ts'

type Refused = Extract<Observation, { kind: 'refused' }>

/** Turns the answer to the probe into what was seen: facts, or a refusal with its cause. */
export function observe(answer: ClusterAnswer, tag: string): Observation {
  if (answer.kind === 'fault') return endedBy(answer)
  if (answer.status !== 200 || !answer.product) return refusedBy(answer)
  const reading = readProbe(answer.body, tag)
  switch (reading.kind) {
    case 'facts':
      return {
        kind: 'answered',
        facts: reading.facts,
        findings: {},
        ...saidOfItself(answer),
      }
    case 'failed':
      return refusedInPart(answer, reading.part)
    case 'malformed':
      return refusedBy(answer)
  }
}

function endedBy({ fault, busy }: Extract<ClusterAnswer, { kind: 'fault' }>): Refused {
  const code = causeOfFault(fault)
  const seen = { kind: 'refused', code, fingerprint: fingerprint(fault), findings: {} } as const
  return busy ? { ...seen, busy } : seen
}

function saidOfItself({ handlingCluster, version }: Answered) {
  return {
    ...(handlingCluster !== undefined && { handlingCluster }),
    ...(version !== undefined && { saidVersion: version }),
  }
}

function refusedBy(answer: Answered): Refused {
  const code = causeOfAnswer(answer)
  return { kind: 'refused', code, fingerprint: fingerprintOf(answer), findings: {} }
}

/** A 400 of part 0 alone means that `@timestamp` is no date there: no index of Metricbeat's. */
function refusedInPart(answer: Answered, { status, error }: FailedPart): Refused {
  const seen = refusedBy({ ...answer, status, body: { error } })
  return status === 400 ? { ...seen, code: 'MB-INDEX-ODD' } : seen
}
