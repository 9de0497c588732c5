import { mayCorrect } from '../shared/desk-actor.ts'
import { toSku, type Shirt } from '../stock/sku.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import type { TappedClaim } from './claim.ts'
import { untilCodeIsFree, type Claiming } from './reserve.ts'

export type GiftOutcome =
  { kind: 'given'; claim: TappedClaim } | { kind: 'out-of-stock' | 'unknown-shirt' }

export type Gift = Tap & { shirt: Shirt; reason: string }

/** A shirt without a mission: leads only, with a reason. It is a claim that is handed over at once and belongs to nobody. */
export function createGiveGift(claiming: Claiming) {
  return async ({ shirt, ...tap }: Gift): Promise<GiftOutcome | Misuse | GiftRefusal> => {
    if (!mayCorrect(tap.by)) return { kind: 'not-allowed' }
    if (tap.reason.trim() === '') return { kind: 'no-reason' }
    return untilCodeIsFree(claiming, (claim) =>
      claiming.claims.give({ ...tap, ...claim, sku: toSku(shirt) }),
    )
  }
}
export type GiveGift = ReturnType<typeof createGiveGift>

type GiftRefusal = { kind: 'not-allowed' | 'no-reason' }
