import type { Tap } from './tap.ts'
import type { Sku } from './sku.ts'

/** Where a unit can be. `outside` is everything that is not the booth: the delivery van, the bin. */
export type UnitState = 'available' | 'reserved' | 'held_back' | 'damaged' | 'handed' | 'outside'
/** The states the booth keeps a counter of. */
export const COUNTERS = ['available', 'reserved', 'held_back', 'damaged', 'handed'] as const
export type Counter = (typeof COUNTERS)[number]

export type MovementKind =
  | 'deliver'
  | 'write-off'
  | 'hold-back'
  | 'give-free'
  | 'damage'
  | 'reserve'
  /** Reserved by the waiting list itself, for whoever waited longest. */
  | 'serve'
  | 'release'
  | 'redeem'
  | 'undo'
  | 'swap'
  | 'recount'

/** One line of the ledger: the truth. Nothing is ever changed or deleted; a correction is another movement. */
export type Movement = {
  kind: MovementKind
  sku: Sku
  from: UnitState
  to: UnitState
  /** A positive whole number. */
  qty: number
  claimId?: string
  reason?: string
  /** Missing: an attendee, or the clock. */
  tap?: Tap
}

/** The steps of one claim's unit. Without a tap it is an attendee's doing, or the clock's. */
export function reserveOne(sku: Sku, claimId: string, tap?: Tap): Movement {
  return { kind: 'reserve', from: 'available', to: 'reserved', ...one(sku, claimId, tap) }
}

/** The same, by the waiting list. */
export function serveOne(sku: Sku, claimId: string): Movement {
  return { ...reserveOne(sku, claimId), kind: 'serve' }
}

/** Given up, expired, undone or changed: back to what is there. */
export function releaseOne(sku: Sku, claimId: string, tap?: Tap): Movement {
  return { kind: 'release', from: 'reserved', to: 'available', ...one(sku, claimId, tap) }
}

/** Handed over. */
export function redeemOne(sku: Sku, claimId: string, tap: Tap): Movement {
  return { kind: 'redeem', from: 'reserved', to: 'handed', ...one(sku, claimId, tap) }
}

/** The hand-over was taken back: reserved again. */
export function undoOne(sku: Sku, claimId: string, tap: Tap): Movement {
  return { kind: 'undo', from: 'handed', to: 'reserved', ...one(sku, claimId, tap) }
}

/** The shirt came back, and nobody can wear it. */
export function undoDamaged(sku: Sku, claimId: string, tap: Tap): Movement {
  return { kind: 'undo', from: 'handed', to: 'damaged', ...one(sku, claimId, tap) }
}

function one(sku: Sku, claimId: string, tap?: Tap) {
  return { sku, qty: 1, claimId, ...(tap && { tap }) }
}

/** How movements change one counter of one sku. */
export function deltaOf(movements: readonly Movement[], sku: Sku, state: UnitState): number {
  return movements
    .filter((movement) => movement.sku === sku)
    .reduce(
      (sum, { from, to, qty }) => sum + (to === state ? qty : 0) - (from === state ? qty : 0),
      0,
    )
}
