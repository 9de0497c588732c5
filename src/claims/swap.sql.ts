import { book, type Booking } from '../stock/booking.sql.ts'
import { oncePerTap } from '../stock/once-per-tap.sql.ts'
import { ChangedMeanwhile, Refused } from '../stock/refused.ts'
import { serveWaiting, settleHolds } from '../stock/settle-holds.sql.ts'
import { prizeOf, toShirt, type Sku } from '../stock/sku.ts'
import type { Misuse } from '../stock/tap.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import { moveClaim } from './change.sql.ts'
import type { CodeTap } from './claim-store.ts'
import type { Claim } from './claim.ts'
import { findClaimByCode, isSku, tapped } from './read-claim.sql.ts'
import type { SwapOutcome } from './swap.ts'

type Asked = CodeTap & { sku: Sku; returned: 'good' | 'damaged' }

/** Another shirt at the desk, before or after the hand-over: two movements in one transaction, or nothing. */
export async function swap(storage: Storage, asked: Asked): Promise<SwapOutcome | Misuse> {
  const { code, sku, returned, moment } = asked
  const before = await findClaimByCode(storage.read, code, moment.at)
  return oncePerTap<SwapOutcome>({
    storage,
    tap: { ...asked, action: 'swap', subject: `${code} ${sku} ${returned}`, at: moment.at },
    work: async (tx) => {
      const claim = await findClaimByCode(tx, code, moment.at)
      if (!claim) return { kind: 'unknown-code' }
      if (claim.event !== asked.event) return { kind: 'other-event' }
      if (!(await isSku(tx, sku)) || isOtherPrize(claim, sku)) return { kind: 'unknown-shirt' }
      refuseUnlessSwappable(claim, asked)
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      if (claim.state === 'handed') await swapHanded(booking, claim, asked)
      else await moveClaim(booking, claim, { sku, tap: asked })
      await book(booking)
      return { kind: 'swapped', claim: tapped({ id: claim.id, sku }), from: claim.shirt }
    },
    ifNotEnough: () =>
      before ? { kind: 'out-of-stock', claim: tapped(before) } : { kind: 'unknown-code' },
  })
}

/** What somebody earned is the mission's to say, so a mug never becomes a shirt at the desk. */
function isOtherPrize({ shirt }: Claim, sku: Sku): boolean {
  return prizeOf(shirt) !== prizeOf(toShirt(sku))
}

function refuseUnlessSwappable(claim: Claim, { sku, returned }: Asked) {
  const { state } = claim
  if (state === 'cancelled') throw new Refused<SwapOutcome>({ kind: state, claim: tapped(claim) })
  // A damaged shirt may be exchanged for the same one in good order.
  const exchanged = state === 'handed' && returned === 'damaged'
  if (claim.sku === sku && !exchanged)
    throw new Refused<SwapOutcome>({ kind: 'same-shirt', claim: tapped(claim) })
}

async function swapHanded(booking: Booking, claim: Claim, asked: Asked) {
  const { tx, moment, movements } = booking
  const { sku, returned } = asked
  await settleHolds(booking, [claim.sku, sku])
  const moved = await tx
    .updateTable('claim')
    .set({ sku })
    .where('id', '=', claim.id)
    .where('sku', '=', claim.sku)
    .where('state', '=', 'handed')
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (!moved) throw new ChangedMeanwhile()
  const leg = { kind: 'swap', qty: 1, claimId: claim.id, tap: asked } as const
  const back = returned === 'damaged' ? 'damaged' : 'available'
  movements.push(
    { ...leg, sku: claim.sku, from: 'handed', to: back },
    { ...leg, sku, from: 'available', to: 'handed' },
  )
  const data = { sku, from: claim.sku, returned }
  await tellOfClaim(tx, { kind: 'swapped', at: moment.at, claim: moved, tap: asked, data })
  await serveWaiting(booking, [claim.sku])
}
