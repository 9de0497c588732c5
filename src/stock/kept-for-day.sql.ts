import { sql } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import { unitsIn, type Booking } from './booking.sql.ts'
import type { KeptUnits } from './kept-units.ts'
import type { Sku } from './sku.ts'

/** Remembers that held-back units wait for a day; the movement itself is the caller's. */
export async function keepForDay({ tx }: Booking, sku: Sku, kept: KeptUnits): Promise<void> {
  await tx
    .insertInto('kept_for_day')
    .values({ sku, day: kept.day, opens_at: kept.opensAt, qty: kept.qty, released_at: null })
    .onConflict((there) =>
      there.columns(['sku', 'day']).doUpdateSet({ qty: sql`kept_for_day.qty + excluded.qty` }),
    )
    .execute()
}

/** Gives units free whose day has opened, once. The skus are locked already. */
export async function releaseKept(booking: Booking, skus: readonly Sku[]): Promise<void> {
  const { tx, moment, movements } = booking
  const due = await tx
    .updateTable('kept_for_day')
    .set({ released_at: moment.at })
    .where('sku', 'in', [...skus])
    .where('released_at', 'is', null)
    .where('opens_at', '<=', moment.at)
    .returning(['sku', 'day', 'qty'])
    .execute()
  for (const { sku, day, qty: kept } of due) {
    const qty = Math.min(kept, await unitsIn(booking, sku, 'held_back'))
    if (qty === 0) continue
    movements.push({ kind: 'give-free', sku, from: 'held_back', to: 'available', qty, reason: day })
    await appendToJournal(tx, { kind: 'stock-given-free', at: moment.at, data: { sku, qty, day } })
  }
}

/** Units given free before their day are no longer kept for it: the nearest day gives first. */
export async function forgetKept(booking: Booking, sku: Sku): Promise<void> {
  const rows = await booking.tx
    .selectFrom('kept_for_day')
    .select(['day', 'qty'])
    .where('sku', '=', sku)
    .where('released_at', 'is', null)
    .orderBy('opens_at')
    .execute()
  let tooMany =
    rows.reduce((sum, { qty }) => sum + qty, 0) - (await unitsIn(booking, sku, 'held_back'))
  for (const { day, qty } of rows) {
    const less = Math.min(qty, Math.max(0, tooMany))
    tooMany -= less
    if (less > 0)
      await booking.tx
        .updateTable('kept_for_day')
        .set({ qty: qty - less })
        .where('sku', '=', sku)
        .where('day', '=', day)
        .execute()
  }
}
