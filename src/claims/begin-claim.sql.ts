import type { Booking } from '../stock/booking.sql.ts'
import { ChangedMeanwhile, Refused } from '../stock/refused.ts'
import { settleHolds } from '../stock/settle-holds.sql.ts'
import type { ClaimRequest, StoredReserve, StoredWait } from './claim-store.ts'
import type { PrizeTerms } from './prize-terms.ts'
import { takeShareOfDay } from './share-of-day.sql.ts'
import { isLiving, type Claim } from './claim.ts'
import { findClaimOf, isSku, passedMissions } from './read-claim.sql.ts'

type Begin =
  | { state: 'reserved'; reserved_at: string; waiting_since: null; expires_at: string }
  | { state: 'waiting'; reserved_at: null; waiting_since: string; expires_at: null }

/** `terms` of the prize that `sku` belongs to. */
export type TermedRequest = ClaimRequest & { terms: PrizeTerms }

type Begun = { id: string; registration_id: string | null }
type Refusal = Extract<StoredReserve, StoredWait>

/**
 * The person's claim comes to life: a new row, or their expired or cancelled one again, with its code. The skus it
 * touches are settled first.
 * @throws Refused when the person may not claim, or has a claim
 */
export async function beginClaim(
  booking: Booking,
  request: TermedRequest,
  begin: Begin,
): Promise<Begun> {
  const { tx, moment } = booking
  const mission = await findEarningPass(booking, request)
  const own = await findClaimOf(tx, request.registrationId, moment.at)
  if (own && isLiving(own)) throw refuse({ kind: 'already-claimed', claim: own })
  await settleHolds(booking, own ? [request.sku, own.sku] : [request.sku])
  const earned = { ...request, mission }
  const begun = await (own
    ? revive(booking, earned, { own, begin })
    : insert(booking, earned, begin))
  if ((await takeShareOfDay(booking, begun.id, request.terms)) === 'none-left')
    throw refuse({ kind: 'day-full' })
  return begun
}

/** @returns the mission of the pass that earns it. @throws Refused when there is none */
async function findEarningPass(
  { tx }: Booking,
  { registrationId, sku, terms }: TermedRequest,
): Promise<string> {
  const passed = await passedMissions(tx, registrationId)
  if (passed.length === 0) throw refuse({ kind: 'not-passed' })
  if (!(await isSku(tx, sku))) throw refuse({ kind: 'unknown-shirt' })
  const mission = terms.restsOn(passed)
  if (mission === undefined) throw refuse({ kind: 'not-earned' })
  return mission
}

async function revive(
  { tx }: Booking,
  { sku, mission }: ClaimRequest,
  { own, begin }: { own: Claim; begin: Begin },
): Promise<Begun> {
  const revived = await tx
    .updateTable('claim')
    .set({ ...begin, sku, mission })
    .where('id', '=', own.id)
    .where('state', 'in', ['expired', 'cancelled'])
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (!revived) throw new ChangedMeanwhile()
  return revived
}

/** The unique keys decide: one living claim a person, no code twice. */
async function insert(
  { tx, moment }: Booking,
  { id, code, event, mission, registrationId, sku }: ClaimRequest,
  begin: Begin,
): Promise<Begun> {
  const begun = await tx
    .insertInto('claim')
    .values({
      id,
      code,
      event,
      mission,
      registration_id: registrationId,
      sku,
      ...begin,
      created_at: moment.at,
    })
    .onConflict((claim) => claim.doNothing())
    .returning(['id', 'registration_id'])
    .executeTakeFirst()
  if (begun) return begun
  const claim = await findClaimOf(tx, registrationId, moment.at)
  throw refuse(claim ? { kind: 'already-claimed', claim } : { kind: 'code-taken' })
}

function refuse(outcome: Refusal): Refused<Refusal> {
  return new Refused(outcome)
}
