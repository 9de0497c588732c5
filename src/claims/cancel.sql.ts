import { book, type Booking } from '../stock/booking.sql.ts'
import type { Moment } from '../stock/moment.ts'
import { releaseOne } from '../stock/movement.ts'
import { ChangedMeanwhile, untilUnchanged } from '../stock/refused.ts'
import { serveWaiting, settleHolds } from '../stock/settle-holds.sql.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Claim } from './claim.ts'
import type { GiveUpOutcome } from './give-up-claim.ts'
import { findClaimOf } from './read-claim.sql.ts'

/** The owner gives a reservation or a place on the waiting list up. */
export function cancel(
  storage: Storage,
  { registrationId, moment }: { registrationId: string; moment: Moment },
): Promise<GiveUpOutcome> {
  return untilUnchanged(() =>
    storage.write(async (tx) => {
      const claim = await findClaimOf(tx, registrationId, moment.at)
      if (claim?.state === 'handed') return 'handed'
      if (claim?.state !== 'reserved' && claim?.state !== 'waiting') return 'no-claim'
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      await giveUp(booking, claim)
      await book(booking)
      return 'cancelled'
    }),
  )
}

/**
 * Gives everything up that one person has not collected yet. @throws ChangedMeanwhile
 * @returns what they have already
 */
export async function giveUpAllOf(
  booking: Booking,
  registrationId: string,
): Promise<'handed' | 'nothing'> {
  const claims = await booking.tx
    .selectFrom('claim')
    .select(['id', 'sku', 'state'])
    .where('registration_id', '=', registrationId)
    .where('state', 'in', ['reserved', 'waiting', 'handed'])
    .orderBy('sku')
    .execute()
  for (const { id, sku, state } of claims)
    if (state === 'reserved' || state === 'waiting') await giveUp(booking, { id, sku, state })
  return claims.some(({ state }) => state === 'handed') ? 'handed' : 'nothing'
}

async function giveUp(booking: Booking, { id, sku, state }: Pick<Claim, 'id' | 'sku' | 'state'>) {
  const { tx, moment, movements } = booking
  await settleHolds(booking, [sku])
  const claim = await tx
    .updateTable('claim')
    .set({ state: 'cancelled' })
    .where('id', '=', id)
    .where('sku', '=', sku)
    .where('state', '=', state)
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (!claim) throw new ChangedMeanwhile()
  if (state === 'reserved') movements.push(releaseOne(sku, id))
  await tellOfClaim(tx, { kind: 'claim-cancelled', at: moment.at, claim, data: { sku } })
  await serveWaiting(booking, [sku])
}
