import { book, type Booking } from '../stock/booking.sql.ts'
import { redeemOne, reserveOne } from '../stock/movement.ts'
import { oncePerTap, type KeptTap } from '../stock/once-per-tap.sql.ts'
import { ChangedMeanwhile } from '../stock/refused.ts'
import { settleHolds } from '../stock/settle-holds.sql.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { CodeTap } from './claim-store.ts'
import type { Claim } from './claim.ts'
import type { HandOverOutcome } from './hand-over.ts'
import { refusalOf, withStanding } from './hand-over.sql.ts'
import { findClaimByCode, handedBy, tapped } from './read-claim.sql.ts'

type Asked = CodeTap & { pickedUpBy?: string }

/** Reserves an expired claim again and hands it over, when those who wait leave a unit. */
export async function handOverExpired(storage: Storage, asked: Asked): Promise<HandOverOutcome> {
  const { code, moment } = asked
  const tap: KeptTap = { ...asked, action: 'hand-over-expired', subject: code, at: moment.at }
  const before = await findClaimByCode(storage.read, code, moment.at)
  const outcome = await oncePerTap<HandOverOutcome>({
    storage,
    tap,
    work: async (tx) => {
      const claim = await findClaimByCode(tx, code, moment.at)
      if (!claim) return { kind: 'unknown-code' }
      if (claim.event !== asked.event || !isToHand(claim)) return refusalOf(tx, claim, asked)
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      await settleHolds(booking, [claim.sku])
      await handExpired(booking, claim, { ...asked, ...tap })
      await book(booking)
      return { kind: 'handed-over', claim: tapped(claim), at: moment.at }
    },
    ifNotEnough: () =>
      before ? { kind: 'out-of-stock', claim: tapped(before) } : { kind: 'unknown-code' },
  })
  return withStanding(storage.read, tap, outcome)
}

function isToHand({ state }: Claim): boolean {
  return state === 'expired' || state === 'reserved'
}

/** A claim that came back to life meanwhile, or never had ended, has its unit already. */
async function handExpired(
  booking: Booking,
  { id, sku, state }: Claim,
  { pickedUpBy, ...tap }: KeptTap & { pickedUpBy?: string },
) {
  const { tx, moment, movements } = booking
  const claim = await tx
    .updateTable('claim')
    .set({
      ...handedBy(tap, moment.at),
      expires_at: moment.holdUntil,
      picked_up_by: pickedUpBy ?? null,
    })
    .where('id', '=', id)
    .where('sku', '=', sku)
    .where('state', '=', state)
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (!claim) throw new ChangedMeanwhile()
  if (state === 'expired') movements.push(reserveOne(sku, id, tap))
  movements.push(redeemOne(sku, id, tap))
  const told = { kind: 'handed-over', at: moment.at, claim, tap } as const
  await tellOfClaim(tx, { ...told, data: { sku, from: state } })
}
