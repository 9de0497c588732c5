import { book, unitsIn, type Booking } from '../stock/booking.sql.ts'
import { ChangedMeanwhile, Refused, untilUnchanged } from '../stock/refused.ts'
import { settleHolds } from '../stock/settle-holds.sql.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import { beginClaim, type TermedRequest } from './begin-claim.sql.ts'
import type { StoredWait } from './claim-store.ts'
import type { Claim } from './claim.ts'
import { claimOtherPrize } from './other-prize.sql.ts'
import { findClaimById, findClaimOf, isSku } from './read-claim.sql.ts'

/** Joins the waiting list of a sku that has nothing left. */
export async function wait(storage: Storage, request: TermedRequest): Promise<StoredWait> {
  try {
    return await untilUnchanged(() => storage.write((tx) => waitIn(tx, storage, request)))
  } catch (error) {
    if (error instanceof Refused) return error.outcome as StoredWait
    throw error
  }
}

async function waitIn(
  tx: Booking['tx'],
  { kind }: Storage,
  request: TermedRequest,
): Promise<StoredWait> {
  const { moment, sku, registrationId } = request
  const booking: Booking = { tx, kind, moment, movements: [] }
  const own = await findClaimOf(tx, registrationId, moment.at)
  if (own?.state === 'waiting' && own.sku === sku) return { kind: 'waiting', claim: own }
  const claim =
    own?.state === 'waiting'
      ? await moveToOtherList(booking, own, request)
      : await beginClaim(booking, request, {
          state: 'waiting',
          reserved_at: null,
          waiting_since: moment.at,
          expires_at: null,
        })
  if ((await unitsIn(booking, sku, 'available')) > 0)
    throw new Refused<StoredWait>({ kind: 'unit-left' })
  await tellOfClaim(tx, { kind: 'claim-waiting', at: moment.at, claim, data: { sku } })
  await book(booking)
  return { kind: 'waiting', claim: (await findClaimById(tx, claim.id, moment.at)) as Claim }
}

/** To the end of the other list. */
async function moveToOtherList(booking: Booking, own: Claim, request: TermedRequest) {
  const { sku } = request
  const { tx, moment } = booking
  if (!(await isSku(tx, sku))) throw new Refused<StoredWait>({ kind: 'unknown-shirt' })
  await settleHolds(booking, [own.sku, sku])
  const moved = await tx
    .updateTable('claim')
    .set({ sku, waiting_since: moment.at })
    .where('id', '=', own.id)
    .where('state', '=', 'waiting')
    .where('sku', '=', own.sku)
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (!moved) throw new ChangedMeanwhile()
  await claimOtherPrize(booking, own, request)
  return moved
}
