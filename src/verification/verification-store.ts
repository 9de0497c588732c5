import type { Oddity } from './diagnosis/find-oddities.ts'
import type { CauseParams, Hint } from './diagnosis/verdict.ts'
import type { PreviousCheck } from './memory.ts'

/** What the attendee was told, and how long it stayed the same: checks with one answer make one attempt. */
export type Attempt = {
  firstAt: string
  lastAt: string
  times: number
  outcome: 'passed' | 'not-yet' | 'could-not-check'
  code: string
  params: CauseParams
  /** What is already right, and what is worth knowing beside it. */
  hints: readonly Hint[]
}

export type AttemptToRecord = Pick<Attempt, 'outcome' | 'code' | 'params' | 'hints'> & {
  id: string
  registrationId: string
  at: string
  remember?: Remembered
}

/** What the next check may know, and for which connection (target and key) it holds. */
export type Remembered = { connection: string; previous: PreviousCheck }

/** The verification record of a pass: final. */
export type Pass = {
  /** Id of the mission in the event file. */
  mission: string
  verdict: 'ok' | 'by-hand'
  passedAt: string
  /** Masked. */
  cluster: string
  /** Masked. */
  hosts: readonly string[]
  documents: number
  seconds: number
  metricsets: readonly string[]
  hints: readonly Hint[]
  /** For staff only: never on the attendee's page. */
  oddities: readonly Oddity[]
}

/** `rules`: what the mission asked for when it was passed, whatever the event file says now. */
export type KeptPass = Pass & { rules: PassRules }

/** One thing that may stand behind a limited number of passes; `hmac` is a fingerprint, never the thing itself. */
export type Identity = { kind: 'cluster' | 'host' | 'agent'; hmac: string; limit: number }

export type PassToRecord = {
  registrationId: string
  pass: Pass
  identities: readonly Identity[]
  /** The mission's parameters as they were: a change on day two does not undo day one. */
  rules: PassRules
  /** Other missions that the same evidence fulfils; those passed already stay as they are. */
  also?: readonly { mission: string; rules: PassRules }[]
  /** Who of the staff accepted it, and why. */
  byHand?: { person: string; device: string; reason: string }
}

export type PassRules = Readonly<Record<string, string | number>>

export type RecordedPass =
  { kind: 'passed' } | { kind: 'already-passed' } | { kind: 'used'; by: Identity['kind'] }

export type VerificationStore = {
  /** Adds an attempt or lengthens the last one; journals when what the attendee is told has changed. */
  recordAttempt(attempt: AttemptToRecord): Promise<void>
  /** Newest first. */
  attemptsOf(registrationId: string, most: number): Promise<readonly Attempt[]>
  rememberedOf(registrationId: string): Promise<Remembered | undefined>
  recordPass(pass: PassToRecord): Promise<RecordedPass>
  /** One a mission, oldest first. */
  passesOf(registrationId: string): Promise<readonly KeptPass[]>
  /** The oldest of them: has somebody passed anything? */
  passOf(registrationId: string): Promise<KeptPass | undefined>
}
