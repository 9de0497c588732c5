import { book, type Booking } from '../stock/booking.sql.ts'
import { releaseOne, reserveOne, type Movement } from '../stock/movement.ts'
import { ChangedMeanwhile, NotEnoughUnits, Refused, untilUnchanged } from '../stock/refused.ts'
import { serveWaiting, settleHolds } from '../stock/settle-holds.sql.ts'
import type { Sku } from '../stock/sku.ts'
import type { Tap } from '../stock/tap.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { ChangeOutcome } from './change-of-mind.ts'
import type { Claim } from './claim.ts'
import { claimOtherPrize } from './other-prize.sql.ts'
import type { PrizeTerms } from './prize-terms.ts'
import { findClaimById, findClaimOf, isSku } from './read-claim.sql.ts'
import type { Moment } from '../stock/moment.ts'

type Asked = { registrationId: string; sku: Sku; moment: Moment; terms: PrizeTerms }

/** The owner takes another shirt before the hand-over; all of it or nothing. */
export async function change(storage: Storage, asked: Asked): Promise<ChangeOutcome> {
  try {
    return await untilUnchanged(() => storage.write((tx) => changeIn(tx, storage, asked)))
  } catch (error) {
    if (error instanceof NotEnoughUnits) return { kind: 'out-of-stock' }
    if (error instanceof Refused) return error.outcome as ChangeOutcome
    throw error
  }
}

async function changeIn(
  tx: Booking['tx'],
  { kind }: Storage,
  asked: Asked,
): Promise<ChangeOutcome> {
  const { sku, moment } = asked
  const claim = await findClaimOf(tx, asked.registrationId, moment.at)
  if (!claim || claim.state === 'cancelled') return { kind: 'no-claim' }
  if (claim.state === 'handed') return { kind: 'already-handed-over', claim }
  if (claim.state === 'expired') return { kind: 'expired', claim }
  if (!(await isSku(tx, sku))) return { kind: 'unknown-shirt' }
  if (claim.sku === sku) return { kind: 'unchanged', claim }

  const booking: Booking = { tx, kind, moment, movements: [] }
  await moveClaim(booking, claim, { sku })
  await claimOtherPrize(booking, claim, asked)
  await book(booking)
  return { kind: 'changed', claim: (await findClaimById(tx, claim.id, moment.at)) as Claim }
}

/**
 * Moves a claim that is not handed over to another sku; who waited, or whose hold had run out, has it reserved now. A
 * reservation keeps its end, or changing one's mind would lengthen it. With a tap it is a swap at the desk.
 * @throws ChangedMeanwhile when the claim is not what was read
 */
export async function moveClaim(
  booking: Booking,
  claim: Claim,
  { sku, tap }: { sku: Sku; tap?: Tap },
): Promise<void> {
  const { tx, moment, movements } = booking
  await settleHolds(booking, [claim.sku, sku])
  const moved = await rewrite(booking, claim, sku)
  if (!moved) throw new ChangedMeanwhile()
  movements.push(...legs(claim, sku, tap))
  await tellOfClaim(tx, {
    kind: tap ? 'swapped' : 'claim-changed',
    at: moment.at,
    claim: moved,
    data: { sku, from: claim.sku },
    ...(tap && { tap }),
  })
  await serveWaiting(booking, [claim.sku])
}

function rewrite({ tx, moment }: Booking, { id, sku, state }: Claim, newSku: Sku) {
  return tx
    .updateTable('claim')
    .set({
      sku: newSku,
      state: 'reserved',
      reserved_at: moment.at,
      waiting_since: null,
      ...(state !== 'reserved' && { expires_at: moment.holdUntil }),
    })
    .where('id', '=', id)
    .where('sku', '=', sku)
    .where('state', '=', state)
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
}

function legs(claim: Claim, sku: Sku, tap?: Tap): Movement[] {
  const both = [releaseOne(claim.sku, claim.id, tap), reserveOne(sku, claim.id, tap)]
  const needed = claim.state === 'reserved' ? both : both.slice(1)
  return tap ? needed.map((leg) => ({ ...leg, kind: 'swap' })) : needed
}
