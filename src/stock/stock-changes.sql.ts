import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { JournalKind } from '../journal/journal.ts'
import type { Storage } from '../storage/open-storage.ts'
import { book, type Booking } from './booking.sql.ts'
import type { Moment } from './moment.ts'
import type { UnitState } from './movement.ts'
import { oncePerTap } from './once-per-tap.sql.ts'
import { findLine } from './overview.sql.ts'
import { serveWaiting, settleHolds } from './settle-holds.sql.ts'
import type { StockChange, StockChangeKind, StockLine, StockOutcome } from './stock.ts'

const moves = {
  deliver: { from: 'outside', to: 'available', journal: 'stock-delivered' },
  'write-off': { from: 'available', to: 'outside', journal: 'stock-written-off' },
  'write-off-damaged': { from: 'damaged', to: 'outside', journal: 'stock-written-off' },
  'hold-back': { from: 'available', to: 'held_back', journal: 'stock-held-back' },
  'give-free': { from: 'held_back', to: 'available', journal: 'stock-given-free' },
  damage: { from: 'available', to: 'damaged', journal: 'stock-damaged' },
} as const satisfies Record<
  StockChangeKind,
  { from: UnitState; to: UnitState; journal: JournalKind }
>

/** A delivery, a loss, damage, or units kept for a later day. Units that become free go to those who wait. */
export async function changeStock(
  storage: Storage,
  kind: StockChangeKind,
  change: StockChange & { moment: Moment },
): Promise<StockOutcome> {
  const { sku, qty, moment } = change
  const before = await findLine(storage.read, sku, moment.at)
  if (!before) return { kind: 'unknown-shirt' }
  const outcome = await oncePerTap<Changed>({
    storage,
    tap: { ...change, action: kind, subject: `${sku} ${qty}`, at: moment.at },
    work: async (tx) => {
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      await settleHolds(booking, [sku])
      await move(booking, kind, change)
      await serveWaiting(booking, [sku])
      await book(booking)
      return { kind: 'done' }
    },
    ifNotEnough: () => ({ kind: 'not-enough' }),
  })
  if (outcome.kind === 'misuse') return outcome
  return { kind: outcome.kind, line: (await findLine(storage.read, sku, moment.at)) ?? before }
}

type Changed = { kind: 'done' | 'not-enough'; line?: StockLine }

async function move(
  { tx, movements, moment }: Booking,
  kind: StockChangeKind,
  { sku, qty, reason, ...tap }: StockChange,
) {
  const { from, to, journal } = moves[kind]
  movements.push({
    kind: kind === 'write-off-damaged' ? 'write-off' : kind,
    sku,
    from,
    to,
    qty,
    tap,
    ...(reason !== undefined && { reason }),
  })
  await appendToJournal(tx, { kind: journal, at: moment.at, by: byOf(tap), data: { sku, qty } })
}

function byOf({ by: { person, device } }: { by: { person: string; device: string } }) {
  return { person, device }
}
