import type { MovementKind, UnitState } from './movement.ts'
import type { Sku } from './sku.ts'

/** One movement as leads read it: who, when, what, why. */
export type LedgerLine = {
  /** Orders the ledger; a page goes on before it. */
  seq: number
  kind: MovementKind
  sku: Sku
  from: UnitState
  to: UnitState
  qty: number
  /** ISO-8601, UTC. */
  at: string
  /** Missing: an attendee, or the clock. */
  by?: { person: string; phone: string }
  reason?: string
  /** Tag of the attendee whose shirt it is. */
  tag?: string
}

/** `next`: give it as `before` for the page after this one; missing: this is the last. */
export type LedgerPage = { lines: readonly LedgerLine[]; next?: number }

/** Units of one sku that went one way since a moment. */
export type Flow = { sku: Sku; kind: MovementKind; from: UnitState; to: UnitState; qty: number }
