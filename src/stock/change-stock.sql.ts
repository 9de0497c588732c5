import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { JournalKind } from '../journal/journal.ts'
import { hashOf } from '../platform/server-secrets.ts'
import type { Storage } from '../storage/open-storage.ts'
import { book, type Booking } from './booking.sql.ts'
import { forgetKept, keepForDay } from './kept-for-day.sql.ts'
import type { UnitState } from './movement.ts'
import { oncePerTap } from './once-per-tap.sql.ts'
import { serveWaiting, settleHolds } from './settle-holds.sql.ts'
import type { StockChangeKind, StoredChange, StoredOutcome, Units } from './stock-change.ts'

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

type Stored = { kind: 'done' | 'not-enough' | 'unknown-shirt' }

/** A delivery, a loss, damage, or units kept for a later day. Units that become free go to those who wait. */
export async function changeStock(
  storage: Storage,
  kind: StockChangeKind,
  change: StoredChange,
): Promise<StoredOutcome> {
  const { lines, moment } = change
  const skus = lines.map(({ sku }) => sku)
  if (!(await areKnown(storage, skus))) return { kind: 'unknown-shirt' }
  return oncePerTap<Stored>({
    storage,
    tap: { ...change, action: kind, subject: subjectOf(change), at: moment.at },
    work: async (tx) => {
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      await settleHolds(booking, skus)
      for (const line of lines) await move(booking, kind, { ...change, ...line })
      await serveWaiting(booking, skus)
      await book(booking)
      return { kind: 'done' }
    },
    ifNotEnough: () => ({ kind: 'not-enough' }),
  })
}

async function areKnown({ read }: Storage, skus: readonly string[]): Promise<boolean> {
  const known = await read.selectFrom('stock').select('sku').where('sku', 'in', skus).execute()
  return new Set(skus).size === known.length
}

const LONGEST_SUBJECT = 200

/** What the tap is about, as text; of a long delivery its fingerprint. */
function subjectOf({ lines, until }: StoredChange): string {
  const parts = lines.map(({ sku, qty }) => `${sku} ${qty}`)
  const text = [...parts, ...(until ? [until.day] : [])].join(', ')
  return text.length > LONGEST_SUBJECT ? hashOf(text) : text
}

async function move(
  booking: Booking,
  kind: StockChangeKind,
  { sku, qty, reason, until, ...tap }: StoredChange & Units,
) {
  const { tx, movements, moment } = booking
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
  if (until) await keepForDay(booking, sku, { ...until, qty })
  if (kind === 'give-free') await forgetKept(booking, sku)
  const data = { sku, qty, ...(until && { day: until.day }) }
  await appendToJournal(tx, { kind: journal, at: moment.at, by: byOf(tap), data })
}

function byOf({ by: { person, device } }: { by: { person: string; device: string } }) {
  return { person, device }
}
