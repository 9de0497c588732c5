import type { CauseCode, CodeOf, ParamsOf } from './causes.ts'
import type { Oddity } from './find-oddities.ts'

export type CauseParams = Readonly<Record<string, string | number>>

/** What was seen of a mission that is done. Host names are plain here; masking is the store's. */
export type Evidence = {
  documents: number
  /** First and last `@timestamp` of the tagged documents, ISO 8601, by the laptop's clock. */
  first: string
  last: string
  seconds: number
  metricsets: readonly string[]
  hosts: readonly string[]
  hostIds: readonly string[]
  agentIds: readonly string[]
  agentVersion?: string
  /** Every identity of the cluster we saw: `uuid:…` (a fingerprint), `cloud:…`, `host:name:port`. */
  clusterIds: readonly string[]
}

export type Hint = { code: CauseCode; params: CauseParams }

/** The three outcomes of a check, never mixed. */
export type Verdict =
  | {
      outcome: 'passed'
      evidence: Evidence
      hints: readonly Hint[]
      /** For staff only. */
      oddities: readonly Oddity[]
    }
  | NotYet
  | {
      outcome: 'could-not-check'
      code: CodeOf<'could-not-check'>
      params: CauseParams
      retryAfterSeconds: number
    }

export type NotYet = {
  outcome: 'not-yet'
  code: CodeOf<'not-yet'>
  params: CauseParams
  /** What is already right, in the order of the way. */
  right: readonly Hint[]
  /** Worth knowing, but not what stops the attendee. */
  hints: readonly Hint[]
}

/** A cause with exactly the values its words need. */
export type Named<Outcome extends 'not-yet' | 'could-not-check'> = {
  outcome: Outcome
  code: CodeOf<Outcome>
  params: CauseParams
}

/** The attendee’s one cause; `params` are exactly those its words use. */
export function notYet<Code extends CodeOf<'not-yet'>>(
  code: Code,
  params: ParamsOf<Code>,
): Named<'not-yet'> {
  return { outcome: 'not-yet', code, params }
}

/** Ours or the network’s; `params` are exactly those its words use. */
export function couldNotCheck<Code extends CodeOf<'could-not-check'>>(
  code: Code,
  params: ParamsOf<Code>,
): Named<'could-not-check'> {
  return { outcome: 'could-not-check', code, params }
}

/** Said beside an outcome; `params` are exactly those its words use. */
export function hint<Code extends CodeOf<'hint'>>(code: Code, params: ParamsOf<Code>): Hint {
  return { code, params }
}
