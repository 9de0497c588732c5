import { book, lockSkus, type Booking } from './booking.sql.ts'
import { releaseKept } from './kept-for-day.sql.ts'
import { deltaOf, releaseOne, serveOne } from './movement.ts'
import type { Sku } from './sku.ts'
import { tellOfClaim } from './tell-of-claim.sql.ts'
import type { Moment } from './moment.ts'
import type { Storage } from '../storage/open-storage.ts'

/**
 * Begins a change of what is available of `skus`: locks them, gives overdue holds back and free what was kept for a day
 * that has opened, and serves those who wait, so that a newcomer finds only what is really left.
 */
export async function settleHolds(booking: Booking, skus: readonly Sku[]): Promise<void> {
  await lockSkus(booking, skus)
  await releaseKept(booking, skus)
  await expireHolds(booking, skus)
  await serveWaiting(booking, skus)
}

/** Units that are free now become holds of those who wait longest for them. The skus are locked already. */
export async function serveWaiting(booking: Booking, skus: readonly Sku[]): Promise<void> {
  const wanted = await booking.tx
    .selectFrom('claim')
    .innerJoin('stock', 'stock.sku', 'claim.sku')
    .select(['stock.sku', 'stock.available'])
    .distinct()
    .where('claim.sku', 'in', [...skus])
    .where('claim.state', '=', 'waiting')
    .execute()
  for (const { sku, available } of wanted) {
    const free = available + deltaOf(booking.movements, sku, 'available')
    if (free > 0) await reserveForOldest(booking, sku, free)
  }
}

/** Tidies every sku that has overdue holds, units somebody waits for or kept ones that are due, each in its own transaction. */
export async function settleAll(storage: Storage, moment: Moment): Promise<void> {
  const skus = await storage.read
    .selectFrom('kept_for_day')
    .select('sku')
    .where('released_at', 'is', null)
    .where('opens_at', '<=', moment.at)
    .union(untidyClaims(storage, moment))
    .execute()
  for (const { sku } of skus) await settleSku(storage, sku, moment)
}

function untidyClaims(storage: Storage, moment: Moment) {
  return storage.read
    .selectFrom('claim')
    .innerJoin('stock', 'stock.sku', 'claim.sku')
    .select('stock.sku')
    .distinct()
    .where((row) =>
      row.or([
        row.and([row('state', '=', 'reserved'), row('expires_at', '<=', moment.at)]),
        row.and([row('state', '=', 'waiting'), row('available', '>', 0)]),
      ]),
    )
}

/** Tidies one sku, in a transaction of its own. */
export async function settleSku(storage: Storage, sku: Sku, moment: Moment): Promise<void> {
  await storage.write(async (tx) => {
    const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
    await settleHolds(booking, [sku])
    await book(booking)
  })
}

async function expireHolds(booking: Booking, skus: readonly Sku[]) {
  const { tx, moment, movements } = booking
  const overdue = await tx
    .updateTable('claim')
    .set({ state: 'expired' })
    .where('sku', 'in', [...skus])
    .where('state', '=', 'reserved')
    .where('expires_at', '<=', moment.at)
    .returning(['id', 'sku', 'registration_id'])
    .execute()
  for (const { sku, ...claim } of overdue) {
    movements.push(releaseOne(sku, claim.id))
    await tellOfClaim(tx, { kind: 'claim-expired', at: moment.at, claim, data: { sku } })
  }
}

async function reserveForOldest({ tx, moment, movements }: Booking, sku: Sku, most: number) {
  const served = await tx
    .updateTable('claim')
    .set({ state: 'reserved', reserved_at: moment.at, expires_at: moment.offerUntil })
    .where('state', '=', 'waiting')
    .where('id', 'in', (claim) =>
      claim
        .selectFrom('claim')
        .select('id')
        .where('sku', '=', sku)
        .where('state', '=', 'waiting')
        .orderBy('waiting_since')
        .orderBy('id')
        .limit(most),
    )
    .returning(['id', 'registration_id'])
    .execute()
  for (const claim of served) {
    movements.push(serveOne(sku, claim.id))
    const data = { sku, from: 'waiting' }
    await tellOfClaim(tx, { kind: 'claim-reserved', at: moment.at, claim, data })
  }
}
