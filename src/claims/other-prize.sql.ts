import type { Booking } from '../stock/booking.sql.ts'
import { Refused } from '../stock/refused.ts'
import { prizeOf } from '../stock/sku.ts'
import type { Claim } from './claim.ts'
import type { PrizeTerms } from './prize-terms.ts'
import { passedMissions } from './read-claim.sql.ts'
import { takeShareOfDay } from './share-of-day.sql.ts'

/**
 * A claim that has just gone over to another prize rests on a pass that earns that one, and takes a share of today. It
 * keeps the share it has where only colour or size are others.
 * @throws Refused not-earned, day-full
 */
export async function claimOtherPrize(
  booking: Booking,
  claim: Claim,
  { registrationId, terms }: { registrationId: string; terms: PrizeTerms },
): Promise<void> {
  if (prizeOf(claim.shirt) === terms.prize) return
  const { tx } = booking
  const mission = terms.restsOn(await passedMissions(tx, registrationId))
  if (mission === undefined) throw new Refused({ kind: 'not-earned' })
  await tx.updateTable('claim').set({ mission }).where('id', '=', claim.id).execute()
  if ((await takeShareOfDay(booking, claim.id, terms)) === 'none-left')
    throw new Refused({ kind: 'day-full' })
}
