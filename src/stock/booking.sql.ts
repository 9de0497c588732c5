import { sql, type Transaction } from 'kysely'
import type { DatabaseKind } from '../platform/database/database.ts'
import type { Tables } from '../storage/tables.ts'
import type { Moment } from './moment.ts'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import { COUNTERS, deltaOf, type Movement } from './movement.ts'
import { NotEnoughUnits } from './refused.ts'
import type { Sku } from './sku.ts'

/**
 * One transaction that moves units. Movements are collected and written by `book` at the end: claims first, stock rows
 * last and sorted, in every transaction, or two of them could wait for each other.
 */
export type Booking = {
  tx: Transaction<Tables>
  kind: DatabaseKind
  moment: Moment
  movements: Movement[]
  /** Book only while this sku still has so many units on hand. */
  onlyWhile?: { sku: Sku; onHand: number }
}

/** Any number that no other lock of this program uses. */
const SKU_LOCKS = 7_031_978

/**
 * Whoever changes what is available, or who waits for it, comes here first and so one after the other per sku; the
 * waiting list can then never miss a unit. A hand-over touches neither and does not come here. SQLite has one writer.
 */
export async function lockSkus({ tx, kind }: Booking, skus: readonly Sku[]): Promise<void> {
  if (kind === 'sqlite') return
  for (const sku of new Set(skus.toSorted()))
    await sql`select pg_advisory_xact_lock(${SKU_LOCKS}::int, hashtext(${sku}))`.execute(tx)
}

/** Writes the ledger's lines and moves the counters with them. @throws NotEnoughUnits */
export async function book(booking: Omit<Booking, 'kind'>): Promise<void> {
  const { tx, movements, moment } = booking
  if (movements.length === 0) return
  await tx
    .insertInto('movement')
    .values(movements.map((movement) => toRow(movement, moment.at)))
    .execute()
  for (const sku of new Set(movements.map((movement) => movement.sku).toSorted()))
    await moveCounters(booking, sku)
}

/** The condition is part of the UPDATE, so the last unit cannot be taken twice. */
async function moveCounters(booking: Omit<Booking, 'kind'>, sku: Sku) {
  const { tx, movements, onlyWhile } = booking
  const deltas = COUNTERS.map((state) => ({ state, delta: deltaOf(movements, sku, state) })).filter(
    ({ delta }) => delta !== 0,
  )
  if (deltas.length === 0) return
  let update = tx.updateTable('stock').where('sku', '=', sku)
  for (const { state, delta } of deltas) {
    update = update.set(state, (row) => row(state, '+', delta))
    if (delta < 0) update = update.where(state, '>=', -delta)
  }
  if (onlyWhile?.sku === sku)
    update = update.where(
      sql<boolean>`available + reserved + held_back + damaged = ${onlyWhile.onHand}`,
    )
  const after = await update.returning('available').executeTakeFirst()
  if (!after) throw new NotEnoughUnits(sku)
  await tellIfLow(booking, sku, after.available)
}

/** Low stock is told once a crossing: by the change that took *available* from above the event's mark to it or below. */
async function tellIfLow(booking: Omit<Booking, 'kind'>, sku: Sku, available: number) {
  const { tx, movements, moment } = booking
  const before = available - deltaOf(movements, sku, 'available')
  if (before <= moment.lowAt || available > moment.lowAt) return
  await appendToJournal(tx, { kind: 'stock-low', at: moment.at, data: { sku, left: available } })
}

function toRow(movement: Movement, at: string) {
  const { kind, sku, from, to, qty, claimId = null, reason = null, tap } = movement
  return {
    kind,
    sku,
    from_state: from,
    to_state: to,
    qty,
    claim_id: claimId,
    reason,
    at,
    ...(tap
      ? { scan_id: tap.scanId, person: tap.by.person, device: tap.by.device }
      : { scan_id: null, person: null, device: null }),
  }
}
