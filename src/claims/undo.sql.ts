import type { Transaction } from 'kysely'
import { mayCorrect } from '../shared/desk-actor.ts'
import { book, unitsIn, type Booking } from '../stock/booking.sql.ts'
import { releaseOne, reserveOne, undoOne, undoDamaged } from '../stock/movement.ts'
import { oncePerTap } from '../stock/once-per-tap.sql.ts'
import { ChangedMeanwhile, Refused } from '../stock/refused.ts'
import { serveWaiting, settleHolds } from '../stock/settle-holds.sql.ts'
import type { Misuse } from '../stock/tap.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { Undoing } from './claim-store.ts'
import { handedByNobody, tapped } from './read-claim.sql.ts'
import type { UndoOutcome } from './undo.ts'

/** Takes the hand-over with this scan id back, once. */
export function undo(storage: Storage, asked: Undoing): Promise<UndoOutcome | Misuse> {
  const { moment, handOver, returned } = asked
  const action = returned === 'good' ? 'undo' : 'undo-damaged'
  return oncePerTap<UndoOutcome>({
    storage,
    tap: { ...asked, action, subject: handOver, at: moment.at },
    work: async (tx) => {
      const found = await findHandOver(tx, asked)
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      const claim = await takeBack(booking, found, asked)
      await book(booking)
      return { kind: 'undone', claim: tapped(claim) }
    },
    ifNotEnough: () => ({ kind: 'no-such-hand-over' }),
  })
}

type HandedClaim = {
  id: string
  sku: string
  registration_id: string | null
  /** Since when the unit was theirs. */
  since: string
}

/** @throws Refused when there is nothing to take back, or not by this phone */
async function findHandOver(tx: Transaction<Tables>, asked: Undoing): Promise<HandedClaim> {
  const { handOver, since, by } = asked
  const claim = await tx
    .selectFrom('claim')
    .select(['id', 'sku', 'registration_id', 'handed_at', 'handed_device'])
    .select((row) => row.fn.coalesce('reserved_at', 'created_at').as('since'))
    .where('handed_scan', '=', handOver)
    .executeTakeFirst()
  if (!claim) throw new Refused<UndoOutcome>({ kind: await whyNone(tx, handOver) })
  if (mayCorrect(by)) return claim
  if (claim.handed_device !== by.device) throw new Refused<UndoOutcome>({ kind: 'another-phone' })
  if ((claim.handed_at ?? '') < since) throw new Refused<UndoOutcome>({ kind: 'too-late' })
  return claim
}

async function whyNone(tx: Transaction<Tables>, handOver: string) {
  const undone = await tx
    .selectFrom('scan')
    .select('scan_id')
    .where('code_ref', '=', handOver)
    .where('action', 'in', ['undo', 'undo-damaged'])
    .where('verdict', '=', 'undone')
    .executeTakeFirst()
  return undone ? 'already-undone' : 'no-such-hand-over'
}

async function takeBack(booking: Booking, found: HandedClaim, asked: Undoing) {
  const { sku, registration_id: owner } = found
  // What comes back as it was changes neither what is available nor who waits.
  const keepsItsUnit = owner !== null && asked.returned === 'good'
  if (!keepsItsUnit) await settleHolds(booking, [sku])
  const next = await standingAfter(booking, found, asked)
  const claim = await rewrite(booking, { ...found, handOver: asked.handOver }, next)
  booking.movements.push(...legs(claim, next.state, asked))
  await tell(booking, { claim, asked, state: next.state })
  if (!keepsItsUnit) await serveWaiting(booking, [sku])
  return claim
}

/** What becomes of the claim: a gift ends; an owner keeps a unit, or waits for one where theirs is damaged and none is left. */
async function standingAfter(booking: Booking, found: HandedClaim, { returned }: Undoing) {
  const held = { expires_at: booking.moment.holdUntil, waiting_since: null }
  if (found.registration_id === null) return { state: 'cancelled', ...held } as const
  if (returned === 'good' || (await unitsIn(booking, found.sku, 'available')) > 0)
    return { state: 'reserved', ...held } as const
  return { state: 'waiting', expires_at: null, waiting_since: found.since } as const
}
type Standing = Awaited<ReturnType<typeof standingAfter>>

async function rewrite({ tx }: Booking, found: HandedClaim & { handOver: string }, next: Standing) {
  const claim = await tx
    .updateTable('claim')
    .set({ ...next, ...handedByNobody })
    .where('id', '=', found.id)
    .where('handed_scan', '=', found.handOver)
    .where('sku', '=', found.sku)
    .returning(['id', 'sku', 'registration_id'])
    .executeTakeFirst()
  if (!claim) throw new ChangedMeanwhile()
  return claim
}

function legs({ id, sku }: { id: string; sku: string }, state: Standing['state'], asked: Undoing) {
  if (asked.returned === 'damaged') {
    const aside = undoDamaged(sku, id, asked)
    return state === 'reserved' ? [aside, reserveOne(sku, id, asked)] : [aside]
  }
  const back = undoOne(sku, id, asked)
  return state === 'cancelled' ? [back, releaseOne(sku, id, asked)] : [back]
}

type Told = {
  claim: { id: string; sku: string; registration_id: string | null }
  asked: Undoing
  state: Standing['state']
}

async function tell({ tx, moment }: Booking, { claim, asked, state }: Told) {
  const { sku } = claim
  const about = { at: moment.at, claim, tap: asked }
  const { returned } = asked
  await tellOfClaim(tx, { ...about, kind: 'hand-over-undone', data: { sku, returned } })
  if (state === 'waiting')
    await tellOfClaim(tx, { ...about, kind: 'claim-waiting', data: { sku, from: 'handed' } })
}
