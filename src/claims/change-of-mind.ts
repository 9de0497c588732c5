import type { Clock } from '../stock/moment.ts'
import { toSku, type Shirt } from '../stock/sku.ts'
import type { Alternatives, FindAlternatives } from './alternatives.ts'
import type { Claim } from './claim.ts'
import type { ClaimStore } from './claim-store.ts'
import type { Choice } from './reserve.ts'

export type ChangeOutcome =
  | { kind: 'changed' | 'unchanged'; claim: Claim }
  | { kind: 'already-handed-over' | 'expired'; claim: Claim }
  | { kind: 'out-of-stock' }
  | { kind: 'no-claim' | 'unknown-shirt' | 'not-earned' | 'day-full' }

export type ChangeOfMindOutcome =
  | Exclude<ChangeOutcome, { kind: 'out-of-stock' }>
  /** Nothing changed: what was reserved stays reserved. */
  | { kind: 'out-of-stock'; shirt: Shirt; alternatives: Alternatives }

/** The attendee takes another colour or size before the hand-over, in one step; the hold's end stays as it was. */
export function createChangeOfMind({ claims, clock, findAlternatives }: Changing) {
  return async ({ registrationId, shirt }: Choice): Promise<ChangeOfMindOutcome> => {
    const outcome = await claims.change({ registrationId, sku: toSku(shirt), moment: clock() })
    if (outcome.kind !== 'out-of-stock') return outcome
    return { kind: 'out-of-stock', shirt, alternatives: await findAlternatives(shirt) }
  }
}
export type ChangeOfMind = ReturnType<typeof createChangeOfMind>

type Changing = { claims: ClaimStore; clock: Clock; findAlternatives: FindAlternatives }
