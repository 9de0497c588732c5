import { toSku } from '../stock/sku.ts'
import type { Claim } from './claim.ts'
import { untilCodeIsFree, type Choice, type Claiming } from './reserve.ts'

export type WaitOutcome =
  | { kind: 'waiting'; claim: Claim }
  /** A unit came back just now: no need to wait. */
  | { kind: 'reserved'; claim: Claim }
  | { kind: 'already-claimed'; claim: Claim }
  | { kind: 'not-passed' | 'not-earned' | 'day-full' | 'unknown-shirt' }

/** Joins the waiting list of a shirt that has run out; whoever waits already moves to the end of the other list. */
export function createWaitForShirt(claiming: Claiming) {
  return async ({ registrationId, shirt }: Choice): Promise<WaitOutcome> => {
    const sku = toSku(shirt)
    for (;;) {
      const waited = await untilCodeIsFree(claiming, (claim) =>
        claiming.claims.wait({ ...claim, registrationId, sku }),
      )
      if (waited.kind !== 'unit-left') return waited
      const taken = await takeUnit(claiming, { registrationId, sku })
      // Another was quicker: then there is something to wait for again.
      if (taken.kind !== 'out-of-stock') return taken
    }
  }
}
export type WaitForShirt = ReturnType<typeof createWaitForShirt>

/** Who waited for another shirt so far has a claim already: it is changed. */
async function takeUnit(
  claiming: Claiming,
  asked: { registrationId: string; sku: string },
): Promise<Exclude<WaitOutcome, { kind: 'waiting' }> | { kind: 'out-of-stock' }> {
  const { claims, clock } = claiming
  const taken = await untilCodeIsFree(claiming, (claim) => claims.reserve({ ...claim, ...asked }))
  if (taken.kind !== 'already-claimed' || taken.claim.state !== 'waiting') return taken
  const changed = await claims.change({ ...asked, moment: clock() })
  const { kind } = changed
  if (kind === 'changed') return { kind: 'reserved', claim: changed.claim }
  return kind === 'out-of-stock' || kind === 'not-earned' || kind === 'day-full' ? { kind } : taken
}
