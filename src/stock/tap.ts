import type { DeskActor } from '../shared/desk-actor.ts'

/** One tap of a member of staff. The phone draws `scanId` anew for every tap, at least 128 random bits; a retry carries it again. */
export type Tap = {
  scanId: string
  by: DeskActor
  /** What the phone's clock said: kept, never trusted. */
  clientAt?: string
}

/** A scan id that was already used for another code or another action. Nothing was changed. */
export type Misuse = { kind: 'misuse' }
