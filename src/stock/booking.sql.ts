import { sql, type Kysely, type Transaction } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import type { DatabaseKind } from '../platform/database/database.ts'
import type { Tables } from '../storage/tables.ts'
import type { Moment } from './moment.ts'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import { COUNTERS, deltaOf, type Counter, type Movement } from './movement.ts'
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

/** Units of `sku` in one state, with what this transaction is about to book. */
export async function unitsIn(
  { tx, movements }: Booking,
  sku: Sku,
  state: Counter,
): Promise<number> {
  const line = await tx.selectFrom('stock').select(state).where('sku', '=', sku).executeTakeFirst()
  return (line?.[state] ?? 0) + deltaOf(movements, sku, state)
}

/** Writes the ledger's lines and moves the counters with them. @throws NotEnoughUnits */
export async function book(booking: Omit<Booking, 'kind'>): Promise<void> {
  const { tx, movements, moment } = booking
  if (movements.length === 0) return
  for (const movement of movements) await insertMovement(tx, toRow(movement, moment.at))
  for (const sku of new Set(movements.map((movement) => movement.sku).toSorted()))
    await moveUnits(booking, sku)
}

async function moveUnits(booking: Omit<Booking, 'kind'>, sku: Sku) {
  const { tx, movements, onlyWhile } = booking
  const deltas = deltasOf(movements, sku)
  if (Object.values(deltas).every((delta) => delta === 0)) return
  const onHand = onlyWhile?.sku === sku ? onlyWhile.onHand : null
  const { rows } = await moveCounters(tx, { ...deltas, sku, onHand })
  const [after] = rows
  if (!after) throw new NotEnoughUnits(sku)
  await tellIfLow(booking, sku, after.available)
}

function deltasOf(movements: readonly Movement[], sku: Sku): Record<Counter, number> {
  const delta = (state: Counter) => deltaOf(movements, sku, state)
  return {
    available: delta('available'),
    reserved: delta('reserved'),
    held_back: delta('held_back'),
    damaged: delta('damaged'),
    handed: delta('handed'),
  }
}

const insertMovement = compiledOnce((db: Kysely<Tables>, row: Omit<Tables['movement'], 'seq'>) =>
  db.insertInto('movement').values(row),
)

type Move = Record<Counter, number> & {
  sku: Sku
  /** Units that must be on hand; null: however many. */
  onHand: number | null
}

const ON_HAND = sql<number>`available + reserved + held_back + damaged`

/** The condition is part of the UPDATE, so the last unit cannot be taken twice. */
const moveCounters = compiledOnce((db: Kysely<Tables>, { sku, onHand, ...deltas }: Move) =>
  db
    .updateTable('stock')
    .set((row) => ({
      available: row('available', '+', deltas.available),
      reserved: row('reserved', '+', deltas.reserved),
      held_back: row('held_back', '+', deltas.held_back),
      damaged: row('damaged', '+', deltas.damaged),
      handed: row('handed', '+', deltas.handed),
    }))
    .where('sku', '=', sku)
    .where((row) => row.and(COUNTERS.map((state) => row(row(state, '+', deltas[state]), '>=', 0))))
    .where(ON_HAND, '=', sql<number>`coalesce(${onHand}, ${ON_HAND})`)
    .returning('available'),
)

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
