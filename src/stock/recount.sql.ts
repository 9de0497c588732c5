import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import { book, type Booking } from './booking.sql.ts'
import { forgetKept } from './kept-for-day.sql.ts'
import type { Moment } from './moment.ts'
import { deltaOf } from './movement.ts'
import { oncePerTap } from './once-per-tap.sql.ts'
import { findLine } from './overview.sql.ts'
import type { Recount, RecountOutcome, Shortage } from './recount.ts'
import { ChangedMeanwhile, NotEnoughUnits, Refused } from './refused.ts'
import { findNewest, namesOf, sendToWaiting } from './send-to-waiting.sql.ts'
import { serveWaiting, settleHolds } from './settle-holds.sql.ts'

type Asked = Recount & { moment: Moment }
type Stored =
  | { kind: 'recounted'; freed: number; nowWaiting: readonly string[] }
  | { kind: 'short'; freed: number; wouldWait: readonly string[] }
  | Extract<RecountOutcome, { kind: 'conflict' | 'fewer-than-damaged' }>
  | { kind: 'unknown-shirt' }

/**
 * Compare-and-swap: saves what was counted only while `on hand` is still what the lead saw. Where the count is too small
 * for what is promised, held-back units are given free first, then the newest reservations wait again; both only as far
 * as the lead agreed to it.
 */
export async function recount(storage: Storage, asked: Asked): Promise<RecountOutcome> {
  const { sku, seen, moment } = asked
  const outcome = await oncePerTap<Stored>({
    storage,
    tap: { ...asked, action: 'recount', subject: subjectOf(asked), at: moment.at },
    work: async (tx) => {
      const onlyWhile = { sku, onHand: seen }
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [], onlyWhile }
      await settleHolds(booking, [sku])
      const { freed, waiting } = await compare(booking, asked)
      await giveFree(booking, asked, freed)
      const nowWaiting = await sendToWaiting(booking, asked, waiting)
      await correct(booking, asked, { freed, nowWaiting: nowWaiting.length })
      await serveWaiting(booking, [sku])
      await bookOrTryAgain(booking)
      return { kind: 'recounted', freed, nowWaiting }
    },
    ifNotEnough: () => ({ kind: 'conflict', seen, onHand: seen }),
  })
  if (outcome.kind === 'short')
    return { ...outcome, wouldWait: await namesOf(storage.read, outcome.wouldWait) }
  if (outcome.kind !== 'recounted') return outcome
  const line = await findLine(storage.read, sku, moment.at)
  const nowWaiting = await namesOf(storage.read, outcome.nowWaiting)
  return line ? { ...outcome, nowWaiting, line } : { kind: 'unknown-shirt' }
}

function subjectOf({ sku, counted, seen, agreed }: Recount): string {
  return [sku, counted, seen, ...(agreed ? [agreed.freed, agreed.waiting] : [])].join(' ')
}

/** The comparison for the answer; `book` makes it again in its UPDATE, because a hand-over may come in between. */
async function compare({ tx, movements }: Booking, asked: Recount): Promise<Shortage> {
  const { sku, counted, seen } = asked
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
  const heldBack = units.held_back + deltaOf(movements, sku, 'held_back')
  const missing = Math.max(0, -available)
  const freed = Math.min(heldBack, missing)
  const shortage = { freed, waiting: missing - freed }
  if (!isAgreed(shortage, asked))
    throw new Refused<Stored>({
      kind: 'short',
      freed,
      wouldWait: await findNewest(tx, sku, shortage.waiting),
    })
  return shortage
}

function isAgreed({ freed, waiting }: Shortage, { agreed }: Recount): boolean {
  return freed <= (agreed?.freed ?? 0) && waiting <= (agreed?.waiting ?? 0)
}

async function bookOrTryAgain(booking: Booking) {
  try {
    await book(booking)
  } catch (error) {
    throw error instanceof NotEnoughUnits ? new ChangedMeanwhile() : error
  }
}

async function giveFree(booking: Booking, { sku, reason, ...tap }: Recount, qty: number) {
  if (qty === 0) return
  const way = { from: 'held_back', to: 'available' } as const
  booking.movements.push({ kind: 'give-free', sku, ...way, qty, reason, tap })
  await forgetKept(booking, sku)
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
