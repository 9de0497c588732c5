import { book, type Booking } from '../stock/booking.sql.ts'
import { reserveOne } from '../stock/movement.ts'
import { NotEnoughUnits, Refused, untilUnchanged } from '../stock/refused.ts'
import { settleSku } from '../stock/settle-holds.sql.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { StoredReserve } from './claim-store.ts'
import { beginClaim, type TermedRequest } from './begin-claim.sql.ts'
import { findClaimById } from './read-claim.sql.ts'
import type { Claim } from './claim.ts'

/** Takes a unit for a person, in one transaction: overdue holds first, then those who wait, then this claim. */
export async function reserve(storage: Storage, request: TermedRequest): Promise<StoredReserve> {
  try {
    return await untilUnchanged(() => storage.write((tx) => reserveIn(tx, storage, request)))
  } catch (error) {
    if (error instanceof Refused) return error.outcome as StoredReserve
    if (!(error instanceof NotEnoughUnits)) throw error
    // The refusal undid the tidying too; whoever waits must not wait for the next tick because of it.
    await settleSku(storage, request.sku, request.moment)
    return { kind: 'out-of-stock' }
  }
}

async function reserveIn(
  tx: Booking['tx'],
  { kind }: Storage,
  request: TermedRequest,
): Promise<StoredReserve> {
  const { moment, sku } = request
  const booking: Booking = { tx, kind, moment, movements: [] }
  const claim = await beginClaim(booking, request, {
    state: 'reserved',
    reserved_at: moment.at,
    waiting_since: null,
    expires_at: moment.holdUntil,
  })
  booking.movements.push(reserveOne(sku, claim.id))
  await tellOfClaim(tx, { kind: 'claim-reserved', at: moment.at, claim, data: { sku } })
  await book(booking)
  return { kind: 'reserved', claim: (await findClaimById(tx, claim.id, moment.at)) as Claim }
}
