import type { Clock } from '../stock/moment.ts'
import type { ClaimStore } from './claim-store.ts'

/** `handed`: the shirt is with its owner already, so there is nothing to give up. */
export type GiveUpOutcome = 'cancelled' | 'no-claim' | 'handed'

/** The attendee does not want a shirt after all; the unit goes to the next one waiting, or back to what is left. */
export function createGiveUpClaim({ claims, clock }: { claims: ClaimStore; clock: Clock }) {
  return (registrationId: string): Promise<GiveUpOutcome> =>
    claims.cancel({ registrationId, moment: clock() })
}
export type GiveUpClaim = ReturnType<typeof createGiveUpClaim>
