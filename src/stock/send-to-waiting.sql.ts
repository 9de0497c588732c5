import type { Booking } from './booking.sql.ts'
import { releaseOne } from './movement.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../storage/tables.ts'
import type { Sku } from './sku.ts'
import type { Recount, SentToWait } from './recount.ts'
import { tellOfClaim } from './tell-of-claim.sql.ts'

/** The `qty` newest reservations wait again, because there is no shirt for them. Returns their claim ids. */
export async function sendToWaiting(
  { tx, movements, moment }: Booking,
  asked: Recount,
  qty: number,
): Promise<readonly string[]> {
  if (qty === 0) return []
  const { sku, reason } = asked
  const sent = await tx
    .updateTable('claim')
    // They reserved before anybody began to wait, so they come first when a shirt returns.
    .set((claim) => ({
      state: 'waiting',
      waiting_since: claim.fn.coalesce('reserved_at', 'created_at'),
      expires_at: null,
    }))
    .where('state', '=', 'reserved')
    .where('id', 'in', newestReservations(tx, sku, qty))
    .returning(['id', 'registration_id'])
    .execute()
  // Were one of them handed over just now, there would be too few, and `book` would find too few units.
  for (const claim of sent) {
    movements.push({ ...releaseOne(sku, claim.id, asked), reason })
    const data = { sku, from: 'reserved' }
    await tellOfClaim(tx, { kind: 'claim-waiting', at: moment.at, claim, tap: asked, data })
  }
  return sent.map(({ id }) => id)
}

function newestReservations(tx: Booking['tx'], sku: Sku, most: number) {
  return tx
    .selectFrom('claim')
    .select('id')
    .where('sku', '=', sku)
    .where('state', '=', 'reserved')
    .orderBy('reserved_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
}

/** Claim ids of the reservations that would go first. */
export async function findNewest(
  tx: Booking['tx'],
  sku: Sku,
  most: number,
): Promise<readonly string[]> {
  if (most === 0) return []
  return (await newestReservations(tx, sku, most).execute()).map(({ id }) => id)
}

/** Whose claims they are, so that a lead sees people and not ids. */
export async function namesOf(
  db: Kysely<Tables>,
  claimIds: readonly string[],
): Promise<readonly SentToWait[]> {
  if (claimIds.length === 0) return []
  return db
    .selectFrom('claim')
    .innerJoin('registration', 'registration.id', 'claim.registration_id')
    .select(['claim.id as claimId', 'registration.nickname', 'registration.tag'])
    .where('claim.id', 'in', claimIds)
    .orderBy('claim.reserved_at')
    .orderBy('claim.id')
    .execute()
}
