import { sql, type Kysely } from 'kysely'
import { toShirt, type Sku } from '../stock/sku.ts'
import type { Tap } from '../stock/tap.ts'
import type { Tables } from '../storage/tables.ts'
import type { ClaimCode } from './claim-code.ts'
import type { Claim, ClaimState, TappedClaim } from './claim.ts'

/** A transaction or the database itself. */
export type Reader = Kysely<Tables>

/** Of any event; `at` (ISO-8601, UTC) says which holds have ended. */
export async function findClaimByCode(db: Reader, code: ClaimCode, at: string) {
  const row = await claimRows(db).where('claim.code', '=', code).executeTakeFirst()
  return row && toClaim(row, at)
}

/** `at` as in `findClaimByCode`. */
export async function findClaimById(db: Reader, id: string, at: string) {
  const row = await claimRows(db).where('claim.id', '=', id).executeTakeFirst()
  return row && toClaim(row, at)
}

/** The person's living claim, else the latest. */
export async function findClaimOf(db: Reader, registrationId: string, at: string) {
  const row = await claimRows(db)
    .where('claim.registration_id', '=', registrationId)
    .orderBy(sql`case when state in ('reserved', 'handed', 'waiting') then 0 else 1 end`)
    .orderBy('claim.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toClaim(row, at)
}

/** Is there such a line of stock, whether or not anything is left of it? */
export async function isSku(db: Reader, sku: Sku): Promise<boolean> {
  const line = await db.selectFrom('stock').select('sku').where('sku', '=', sku).executeTakeFirst()
  return line !== undefined
}

/** Missions that somebody passed, first passed first. */
export async function passedMissions(
  db: Reader,
  registrationId: string,
): Promise<readonly string[]> {
  const passes = await db
    .selectFrom('pass')
    .select('mission')
    .where('registration_id', '=', registrationId)
    .orderBy('passed_at')
    .orderBy('mission')
    .execute()
  return passes.map(({ mission }) => mission)
}

/** What a tap’s answer keeps of a claim. */
export function tapped({ id, sku }: { id: string; sku: string }): TappedClaim {
  return { id, sku, shirt: toShirt(sku) }
}

/** The claim with its owner, who handed it over, and its place among those who wait. */
export function claimRows(db: Reader) {
  return db
    .selectFrom('claim')
    .leftJoin('registration', 'registration.id', 'claim.registration_id')
    .leftJoin('person', 'person.id', 'claim.handed_by')
    .leftJoin('device', 'device.id', 'claim.handed_device')
    .selectAll('claim')
    .select(['registration.tag', 'registration.nickname', 'person.name', 'device.label'])
    .select(
      sql<number | string>`case when claim.state = 'waiting' then (
        select count(*) from claim ahead where ahead.sku = claim.sku and ahead.state = 'waiting'
        and (ahead.waiting_since, ahead.id) <= (claim.waiting_since, claim.id)) end`.as('place'),
    )
}
export type ClaimRow = Awaited<ReturnType<ReturnType<typeof claimRows>['executeTakeFirstOrThrow']>>

/** A hold that ended before `at` is expired, tidied or not. */
export function toClaim(row: ClaimRow, at: string): Claim {
  const stored = row.state as ClaimState
  const overdue = stored === 'reserved' && row.expires_at !== null && row.expires_at <= at
  const state = overdue ? 'expired' : stored
  return {
    id: row.id,
    event: row.event,
    state,
    code: row.code as ClaimCode,
    sku: row.sku,
    shirt: toShirt(row.sku),
    ...(state === 'waiting' && { place: Number(row.place) }),
    ...(state === 'reserved' && row.waiting_since !== null && { offered: true as const }),
    ...(state === 'handed' && handOverOf(row)),
    ...extrasOf(row),
    ...ownerOf(row),
  }
}

/** These four are written together. A person or phone that is no longer known goes by its id. */
function handOverOf(row: ClaimRow): Pick<Claim, 'handOver'> {
  const { handed_scan, handed_at, handed_by, handed_device } = row
  if (handed_scan === null || handed_at === null || handed_by === null || handed_device === null)
    return {}
  return {
    handOver: {
      scanId: handed_scan,
      at: handed_at,
      person: { id: handed_by, name: row.name ?? handed_by },
      device: { id: handed_device, label: row.label ?? handed_device },
    },
  }
}

function extrasOf(row: ClaimRow): Pick<Claim, 'expiresAt' | 'pickedUpBy' | 'reason'> {
  return {
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.picked_up_by !== null && { pickedUpBy: row.picked_up_by }),
    ...(row.reason !== null && { reason: row.reason }),
  }
}

type OwnerRow = Pick<ClaimRow, 'registration_id' | 'tag' | 'nickname'>

/** Nothing for a gift. */
export function ownerOf({ registration_id, tag, nickname }: OwnerRow): Pick<Claim, 'owner'> {
  if (registration_id === null || tag === null || nickname === null) return {}
  return { owner: { registrationId: registration_id, tag, nickname } }
}

/** What a claim's row says while it is handed over. */
export function handedBy({ by, scanId }: Tap, at: string) {
  return {
    state: 'handed',
    handed_at: at,
    handed_by: by.person,
    handed_device: by.device,
    handed_scan: scanId,
  }
}

/** … and when that was taken back. */
export const handedByNobody = {
  handed_at: null,
  handed_by: null,
  handed_device: null,
  handed_scan: null,
  picked_up_by: null,
}
