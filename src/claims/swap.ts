import type { Clock } from '../stock/moment.ts'
import { toSku, type Shirt } from '../stock/sku.ts'
import type { Misuse } from '../stock/tap.ts'
import type { Alternatives, FindAlternatives } from './alternatives.ts'
import { readClaimCode } from './claim-code.ts'
import type { TappedClaim } from './claim.ts'
import type { ClaimStore } from './claim-store.ts'
import type { Scan, Unreadable } from './look-up.ts'

export type SwapOutcome =
  | { kind: 'swapped'; claim: TappedClaim; from: Shirt }
  /** Nothing changed. */
  | { kind: 'out-of-stock'; claim: TappedClaim }
  | { kind: 'same-shirt'; claim: TappedClaim }
  | { kind: 'cancelled'; claim: TappedClaim }
  | { kind: 'unknown-code' | 'other-event' }
  | { kind: 'unknown-shirt' }

/** `returned`: the state of the shirt that comes back after a hand-over. */
export type SwapTap = Scan & { shirt: Shirt; returned?: 'good' | 'damaged' }

export type SwapAnswer =
  | Exclude<SwapOutcome, { kind: 'out-of-stock' }>
  | { kind: 'out-of-stock'; claim: TappedClaim; shirt: Shirt; alternatives: Alternatives }
  | { kind: 'unreadable'; reading: Unreadable }
  | Misuse

/**
 * Another colour or size at the desk, before or after the hand-over, under the same code: all of it or nothing. A claim
 * that waits, or whose hold ran out, has the other shirt reserved.
 */
export function createSwap({ claims, clock, event, findAlternatives }: Swapping) {
  return async ({ typed, shirt, returned = 'good', ...tap }: SwapTap): Promise<SwapAnswer> => {
    const reading = readClaimCode(typed)
    if (reading.kind !== 'code') return { kind: 'unreadable', reading }
    const outcome = await claims.swap({
      ...tap,
      code: reading.code,
      event,
      sku: toSku(shirt),
      returned,
      moment: clock(),
    })
    if (outcome.kind !== 'out-of-stock') return outcome
    return { ...outcome, shirt, alternatives: await findAlternatives(shirt) }
  }
}
export type Swap = ReturnType<typeof createSwap>

type Swapping = {
  claims: ClaimStore
  clock: Clock
  event: string
  findAlternatives: FindAlternatives
}
