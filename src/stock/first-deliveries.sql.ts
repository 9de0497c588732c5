import type { Event } from '../event/event.ts'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import { book, type Booking } from './booking.sql.ts'
import { keepForDay } from './kept-for-day.sql.ts'
import { keptOf, type KeptUnits } from './kept-units.ts'
import type { Moment } from './moment.ts'
import { toSku, type Sku } from './sku.ts'

/**
 * Takes the first stock of the event file in, once per colour and size and once per prize: later starts, and other
 * instances starting at the same moment, find the sku there and leave it alone.
 */
export async function takeFirstDeliveries(
  storage: Storage,
  event: Pick<Event, 'shirts' | 'prizes' | 'days' | 'timeZone'>,
  moment: Moment,
): Promise<void> {
  await storage.write(async (tx) => {
    const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
    for (const line of firstStock(event)) {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('stock')
        .values({ ...line.row, available: 0, reserved: 0, held_back: 0, damaged: 0, handed: 0 })
        .onConflict((stock) => stock.doNothing())
        .executeTakeFirst()
      if (Number(numInsertedOrUpdatedRows) === 0 || line.qty === 0) continue
      const { sku } = line.row
      const { qty } = line
      booking.movements.push({ kind: 'deliver', sku, from: 'outside', to: 'available', qty })
      await appendToJournal(tx, { kind: 'stock-delivered', at: moment.at, data: { sku, qty } })
      // The rule is the shirts'; a prize without size has its share of the day instead.
      if (line.row.size !== '') await holdBackByRule(booking, sku, keptOf(qty, event, moment.at))
    }
    await book(booking)
  })
}

async function holdBackByRule(booking: Booking, sku: Sku, kept: readonly KeptUnits[]) {
  const { tx, moment, movements } = booking
  for (const units of kept) {
    const { day, qty } = units
    movements.push({ kind: 'hold-back', sku, from: 'available', to: 'held_back', qty, reason: day })
    await keepForDay(booking, sku, units)
    await appendToJournal(tx, { kind: 'stock-held-back', at: moment.at, data: { sku, qty, day } })
  }
}

function firstStock({ shirts: { colours, sizes }, prizes }: Pick<Event, 'shirts' | 'prizes'>) {
  const shirts = colours.flatMap(({ id, stock }) =>
    sizes.map((size) => ({ colour: id, size, qty: stock[size] ?? 0 })),
  )
  const things = prizes.map(({ id, stock }) => ({ colour: id, size: '', qty: stock }))
  return [...shirts, ...things].map(({ colour, size, qty }, position) => ({
    row: { sku: toSku({ colour, size }), colour, size, position },
    qty,
  }))
}
