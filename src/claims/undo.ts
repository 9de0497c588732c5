import { mayCorrect, type DeskActor } from '../shared/desk-actor.ts'
import type { Clock } from '../stock/moment.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import type { TappedClaim } from './claim.ts'
import type { ClaimStore } from './claim-store.ts'

export type UndoOutcome =
  | { kind: 'undone'; claim: TappedClaim }
  /** A second undo of the same hand-over has no effect. */
  | { kind: 'already-undone' }
  | { kind: 'too-late' | 'another-phone' | 'no-such-hand-over' }

/** A phone may take back its own hand-overs this long; a lead always. */
export const UNDO_MINUTES = 10

/** May this phone take that hand-over back now? Storage asks the same once more. */
export function mayUndo(
  by: DeskActor,
  handOver: { at: string; device: string },
  now: Date,
): boolean {
  const isRecent = Date.parse(handOver.at) + UNDO_MINUTES * 60_000 >= now.getTime()
  return mayCorrect(by) || (handOver.device === by.device && isRecent)
}

/** `handOver`: the scan id of the hand-over to take back. `returned`: the state of the shirt that came back. */
export type UndoTap = Tap & { handOver: string; returned?: 'good' | 'damaged' }

/**
 * Takes a hand-over back: the shirt is reserved again, with a fresh hold; both stay in the history. A damaged one is put
 * aside: another is reserved, or, where none is left, the claim waits ahead of everybody who came later.
 */
export function createUndo({ claims, clock }: { claims: ClaimStore; clock: Clock }) {
  return ({ returned = 'good', ...tap }: UndoTap): Promise<UndoOutcome | Misuse> => {
    const moment = clock()
    const earliest = mayCorrect(tap.by) ? 0 : Date.parse(moment.at) - UNDO_MINUTES * 60_000
    return claims.undo({ ...tap, returned, moment, since: new Date(earliest).toISOString() })
  }
}
export type Undo = ReturnType<typeof createUndo>
