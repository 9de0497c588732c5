import type { Transaction } from 'kysely'
import { mayCorrect } from '../shared/desk-actor.ts'
import { book, type Booking } from '../stock/booking.sql.ts'
import type { Moment } from '../stock/moment.ts'
import { releaseOne, undoOne } from '../stock/movement.ts'
import { oncePerTap } from '../stock/once-per-tap.sql.ts'
import { ChangedMeanwhile, Refused } from '../stock/refused.ts'
import { serveWaiting, settleHolds } from '../stock/settle-holds.sql.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { handedByNobody, tapped } from './read-claim.sql.ts'
import type { UndoOutcome } from './undo.ts'

type Asked = Tap & { handOver: string; since: string; moment: Moment }

/** Takes the hand-over with this scan id back, once. */
export function undo(storage: Storage, asked: Asked): Promise<UndoOutcome | Misuse> {
  const { moment, handOver } = asked
  return oncePerTap<UndoOutcome>({
    storage,
    tap: { ...asked, action: 'undo', subject: handOver, at: moment.at },
    work: async (tx) => {
      const found = await findHandOver(tx, asked)
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      // Nobody waits for a gift to come back: it becomes available again.
      if (found.registration_id === null) await settleHolds(booking, [found.sku])
      const claim = await takeBack(booking, found, asked)
      await book(booking)
      return { kind: 'undone', claim: tapped(claim) }
    },
    ifNotEnough: () => ({ kind: 'no-such-hand-over' }),
  })
}

type HandedClaim = { id: string; sku: string; registration_id: string | null }

/** @throws Refused when there is nothing to take back, or not by this phone */
async function findHandOver(tx: Transaction<Tables>, asked: Asked): Promise<HandedClaim> {
  const { handOver, since, by } = asked
  const claim = await tx
    .selectFrom('claim')
    .select(['id', 'sku', 'registration_id', 'handed_at', 'handed_device'])
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
    .where('action', '=', 'undo')
    .where('verdict', '=', 'undone')
    .executeTakeFirst()
  return undone ? 'already-undone' : 'no-such-hand-over'
}

async function takeBack(booking: Booking, found: HandedClaim, asked: Asked): Promise<HandedClaim> {
  const { tx, moment, movements } = booking
  const isGift = found.registration_id === null
  const claim = await tx
    .updateTable('claim')
    .set({
      state: isGift ? 'cancelled' : 'reserved',
      expires_at: moment.holdUntil,
      waiting_since: null,
      ...handedByNobody,
    })
    .where('id', '=', found.id)
    .where('state', '=', 'handed')
    .where('handed_scan', '=', asked.handOver)
    .where('sku', '=', found.sku)
    .returning(['id', 'sku', 'registration_id'])
    .executeTakeFirst()
  if (!claim) throw new ChangedMeanwhile()
  const { sku } = claim
  movements.push(undoOne(sku, claim.id, asked))
  const told = { kind: 'hand-over-undone', at: moment.at, claim, tap: asked } as const
  await tellOfClaim(tx, { ...told, data: { sku } })
  if (!isGift) return claim
  movements.push(releaseOne(sku, claim.id, asked))
  await serveWaiting(booking, [sku])
  return claim
}
