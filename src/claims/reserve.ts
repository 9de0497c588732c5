import type { Pick } from '../shared/symbols.ts'
import type { Clock } from '../stock/moment.ts'
import { toSku, type Shirt } from '../stock/sku.ts'
import { createClaimCode } from './claim-code.ts'
import type { Claim } from './claim.ts'
import type { ClaimStore, NewClaim } from './claim-store.ts'
import type { Alternatives, FindAlternatives } from './alternatives.ts'

export type Choice = { registrationId: string; shirt: Shirt }

export type ReserveOutcome =
  | { kind: 'reserved'; claim: Claim }
  /** The person has a shirt reserved, handed over or waited for. */
  | { kind: 'already-claimed'; claim: Claim }
  | { kind: 'out-of-stock'; shirt: Shirt; alternatives: Alternatives }
  | { kind: 'not-passed' }
  /** No mission they passed earns it. */
  | { kind: 'not-earned' }
  /** Today's share of it is claimed; what they passed stays passed. */
  | { kind: 'day-full' }
  | { kind: 'unknown-shirt' }

export type Claiming = {
  claims: ClaimStore
  clock: Clock
  pick: Pick
  newId: () => string
  /** Id of the event. */
  event: string
  /** Id of the event's first mission; a claim of an attendee gets that of the pass it rests on. */
  mission: string
  findAlternatives: FindAlternatives
}

const MOST_DRAWS = 5

/** Takes one shirt for one person, for the length of a hold. An expired or cancelled claim comes back to life with its code. */
export function createReserve(claiming: Claiming) {
  return async ({ registrationId, shirt }: Choice): Promise<ReserveOutcome> => {
    const outcome = await untilCodeIsFree(claiming, (claim) =>
      claiming.claims.reserve({ ...claim, registrationId, sku: toSku(shirt) }),
    )
    if (outcome.kind !== 'out-of-stock') return outcome
    return { kind: 'out-of-stock', shirt, alternatives: await claiming.findAlternatives(shirt) }
  }
}
export type Reserve = ReturnType<typeof createReserve>

/** Draws another code on the (never seen) day that two are equal. */
export async function untilCodeIsFree<Outcome extends { kind: string }>(
  { clock, pick, newId, event, mission }: Claiming,
  attempt: (claim: NewClaim) => Promise<Outcome | { kind: 'code-taken' }>,
): Promise<Exclude<Outcome, { kind: 'code-taken' }>> {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const outcome = await attempt({
      id: newId(),
      code: createClaimCode(pick),
      event,
      mission,
      moment: clock(),
    })
    if (outcome.kind !== 'code-taken') return outcome as Exclude<Outcome, { kind: 'code-taken' }>
  }
  throw new Error('Every claim code drawn was taken: is the source of randomness broken?')
}
