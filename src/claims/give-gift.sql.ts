import { book, type Booking } from '../stock/booking.sql.ts'
import { redeemOne, reserveOne } from '../stock/movement.ts'
import { oncePerTap } from '../stock/once-per-tap.sql.ts'
import { settleHolds } from '../stock/settle-holds.sql.ts'
import type { Sku } from '../stock/sku.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { NewClaim } from './claim-store.ts'
import type { GiftOutcome } from './give-gift.ts'
import { handedBy, isSku, tapped } from './read-claim.sql.ts'

type Asked = Tap & NewClaim & { sku: Sku; reason: string }

class CodeTaken extends Error {}

/** A claim without an owner, handed over as it begins. */
export async function give(
  storage: Storage,
  asked: Asked,
): Promise<GiftOutcome | Misuse | { kind: 'code-taken' }> {
  try {
    return await giveOnce(storage, asked)
  } catch (error) {
    // Not kept as this tap's answer: it goes again with another code.
    if (error instanceof CodeTaken) return { kind: 'code-taken' }
    throw error
  }
}

function giveOnce(storage: Storage, asked: Asked): Promise<GiftOutcome | Misuse> {
  const { moment, sku } = asked
  return oncePerTap<GiftOutcome>({
    storage,
    tap: { ...asked, action: 'gift', subject: sku, at: moment.at },
    work: async (tx) => {
      if (!(await isSku(tx, sku))) return { kind: 'unknown-shirt' }
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      await settleHolds(booking, [sku])
      await insertGift(booking, asked)
      await book(booking)
      return { kind: 'given', claim: tapped(asked) }
    },
    ifNotEnough: () => ({ kind: 'out-of-stock' }),
  })
}

async function insertGift({ tx, movements, moment }: Booking, asked: Asked) {
  const { id, code, event, mission, sku, reason } = asked
  const gift = await tx
    .insertInto('claim')
    .values({
      id,
      code,
      event,
      mission,
      registration_id: null,
      sku,
      ...handedBy(asked, moment.at),
      created_at: moment.at,
      reserved_at: moment.at,
      reason,
    })
    .onConflict((claim) => claim.doNothing())
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (!gift) throw new CodeTaken()
  movements.push(
    { ...reserveOne(sku, id, asked), reason },
    { ...redeemOne(sku, id, asked), reason },
  )
  const told = { kind: 'gift-given', at: moment.at, claim: gift, tap: asked } as const
  await tellOfClaim(tx, { ...told, data: { sku } })
}
