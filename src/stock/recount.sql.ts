import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import { book, type Booking } from './booking.sql.ts'
import type { Moment } from './moment.ts'
import { deltaOf } from './movement.ts'
import { oncePerTap } from './once-per-tap.sql.ts'
import { findLine } from './overview.sql.ts'
import { ChangedMeanwhile, NotEnoughUnits, Refused } from './refused.ts'
import { sendToWaiting } from './send-to-waiting.sql.ts'
import { serveWaiting, settleHolds } from './settle-holds.sql.ts'
import type { Recount, RecountOutcome } from './stock.ts'

type Asked = Recount & { moment: Moment }
type Stored =
  | { kind: 'recounted'; freed: number; nowWaiting: readonly string[] }
  | Extract<RecountOutcome, { kind: 'conflict' | 'fewer-than-damaged' }>
  | { kind: 'unknown-shirt' }

/**
 * Compare-and-swap: saves what was counted only while `on hand` is still what the lead saw. Where the count is too small
 * for what is promised, held-back units are given free first, then the newest reservations wait again.
 */
export async function recount(storage: Storage, asked: Asked): Promise<RecountOutcome> {
  const { sku, counted, seen, moment } = asked
  const outcome = await oncePerTap<Stored>({
    storage,
    tap: { ...asked, action: 'recount', subject: `${sku} ${counted} ${seen}`, at: moment.at },
    work: async (tx) => {
      const booking: Booking = {
        tx,
        kind: storage.kind,
        moment,
        movements: [],
        onlyWhile: { sku, onHand: seen },
      }
      await settleHolds(booking, [sku])
      const units = await compare(booking, asked)
      const freed = giveFree(booking, asked, Math.min(units.heldBack, units.missing))
      const nowWaiting = await sendToWaiting(booking, asked, units.missing - freed)
      await correct(booking, asked, { freed, nowWaiting: nowWaiting.length })
      await serveWaiting(booking, [sku])
      await bookOrTryAgain(booking)
      return { kind: 'recounted', freed, nowWaiting }
    },
    ifNotEnough: () => ({ kind: 'conflict', seen, onHand: seen }),
  })
  if (outcome.kind !== 'recounted') return outcome
  const line = await findLine(storage.read, sku, moment.at)
  return line ? { ...outcome, line } : { kind: 'unknown-shirt' }
}

/** The comparison for the answer; `book` makes it again in its UPDATE, because a hand-over may come in between. */
async function compare({ tx, movements }: Booking, { sku, counted, seen }: Recount) {
  const units = await tx
    .selectFrom('stock')
    .select(['available', 'reserved', 'held_back', 'damaged'])
    .where('sku', '=', sku)
    .executeTakeFirst()
  if (!units) throw new Refused<Stored>({ kind: 'unknown-shirt' })
  const onHand = units.available + units.reserved + units.held_back + units.damaged
  if (onHand !== seen) throw new Refused<Stored>({ kind: 'conflict', seen, onHand })
  if (counted < units.damaged)
    throw new Refused<Stored>({ kind: 'fewer-than-damaged', damaged: units.damaged })
  const available = units.available + deltaOf(movements, sku, 'available') + counted - seen
  return { heldBack: units.held_back, missing: Math.max(0, -available) }
}

async function bookOrTryAgain(booking: Booking) {
  try {
    await book(booking)
  } catch (error) {
    throw error instanceof NotEnoughUnits ? new ChangedMeanwhile() : error
  }
}

function giveFree({ movements }: Booking, { sku, reason, ...tap }: Recount, qty: number): number {
  if (qty > 0)
    movements.push({ kind: 'give-free', sku, from: 'held_back', to: 'available', qty, reason, tap })
  return qty
}

async function correct(
  { tx, movements, moment }: Booking,
  asked: Recount,
  consequences: { freed: number; nowWaiting: number },
) {
  const { sku, counted, seen, reason, by } = asked
  const qty = Math.abs(counted - seen)
  const way =
    counted > seen
      ? ({ from: 'outside', to: 'available' } as const)
      : ({ from: 'available', to: 'outside' } as const)
  if (qty > 0) movements.push({ kind: 'recount', sku, ...way, qty, reason, tap: asked })
  await appendToJournal(tx, {
    kind: 'stock-recounted',
    at: moment.at,
    by: { person: by.person, device: by.device },
    data: { sku, counted, seen, ...consequences },
  })
}
