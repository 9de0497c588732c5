import type { Clock } from '../stock/moment.ts'
import type { Misuse } from '../stock/tap.ts'
import { readClaimCode } from './claim-code.ts'
import type { ClaimOwner, HandOverFacts, TappedClaim } from './claim.ts'
import type { ClaimStore } from './claim-store.ts'
import type { Scan, Unreadable } from './look-up.ts'

/** The stored answer of one tap: the same scan id gets the same answer again, with `repeated`. */
export type HandOverOutcome =
  /** The one green. `stillHanded` is missing, or false once it was undone after this tap. */
  (
    | {
        kind: 'handed-over'
        claim: TappedClaim
        at: string
        stillHanded?: false
        /** Known to the first answer only: what is stored of a tap names nobody. */
        owner?: ClaimOwner
        pickedUpBy?: string
      }
    | {
        kind: 'already-handed-over'
        claim: TappedClaim
        handOver: HandOverFacts
        /** The phone that asks is the phone that handed it over. */
        thisPhone: boolean
      }
    | { kind: 'expired'; claim: TappedClaim; unitLeft: boolean }
    | { kind: 'waiting' | 'cancelled'; claim: TappedClaim }
    /** Only when an expired claim is handed over: nothing of that shirt is left. */
    | { kind: 'out-of-stock'; claim: TappedClaim }
    | { kind: 'unknown-code' | 'other-event' }
    | { kind: 'unreadable'; reading: Unreadable }
    | Misuse
  ) & { repeated?: true }

/** `pickedUpBy`: the friend who collects it, a tag or nickname. */
export type HandOverTap = Scan & { pickedUpBy?: string }

/** Exactly one tap wins a claim, however many phones tap and however often a phone repeats. */
export function createHandOver({ claims, clock, event }: HandingOver) {
  return ({ typed, ...tap }: HandOverTap): Promise<HandOverOutcome> => {
    const reading = readClaimCode(typed)
    const moment = clock()
    if (reading.kind === 'code')
      return claims.handOver({ ...tap, code: reading.code, event, moment })
    return refuseUnreadable(claims, { ...tap, at: moment.at, reading })
  }
}
export type HandOver = ReturnType<typeof createHandOver>

/** For a claim whose hold has ended: reserves it again and hands it over in one tap, if a unit is left. */
export function createHandOverExpired({ claims, clock, event }: HandingOver) {
  return ({ typed, ...tap }: HandOverTap): Promise<HandOverOutcome> => {
    const reading = readClaimCode(typed)
    const moment = clock()
    if (reading.kind === 'code')
      return claims.handOverExpired({ ...tap, code: reading.code, event, moment })
    return refuseUnreadable(claims, { ...tap, at: moment.at, reading })
  }
}
export type HandOverExpired = ReturnType<typeof createHandOverExpired>

type HandingOver = { claims: ClaimStore; clock: Clock; event: string }

async function refuseUnreadable(
  claims: ClaimStore,
  { reading, ...tap }: Omit<HandOverTap, 'typed'> & { at: string; reading: Unreadable },
): Promise<HandOverOutcome> {
  const kept = await claims.keepScan({ ...tap, action: 'hand-over', verdict: reading.kind })
  if (kept === 'misuse') return { kind: 'misuse' }
  return { kind: 'unreadable', reading, ...(kept === 'repeated' && { repeated: true }) }
}
