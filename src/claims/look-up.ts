import type { Clock } from '../stock/moment.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import { readClaimCode, type CodeReading } from './claim-code.ts'
import type { Claim } from './claim.ts'
import type { Answer, ClaimStore } from './claim-store.ts'

export type Unreadable = Exclude<CodeReading, { kind: 'code' }>

export type LookUpOutcome =
  /** Fetch this shirt; nothing is handed over yet. */
  | { kind: 'ready'; claim: Claim }
  /** `thisPhone`: the very phone that asks handed it over. */
  | { kind: 'already-handed-over'; claim: Claim; thisPhone: boolean }
  /** `unitLeft`: it can be reserved again and handed over in one tap. */
  | { kind: 'expired'; claim: Claim; unitLeft: boolean }
  | { kind: 'waiting' | 'cancelled'; claim: Claim }
  | { kind: 'unknown-code' }
  | { kind: 'unreadable'; reading: Unreadable }
  | Misuse

export type Scan = Tap & { typed: string }

/** Says what to fetch for a code. Writes one row about the scan and nothing else. */
export function createLookUp({ claims, clock, hasUnitLeft }: LookingUp) {
  return async ({ typed, ...tap }: Scan): Promise<LookUpOutcome> => {
    const { at } = clock()
    const reading = readClaimCode(typed)
    const keep = (verdict: string, claim?: Claim) =>
      claims.keepScan({
        ...tap,
        action: 'look-up',
        verdict,
        at,
        ...(reading.kind === 'code' && { code: reading.code }),
        ...(claim && { claimId: claim.id }),
      })
    if (reading.kind !== 'code')
      return (await keep(reading.kind)) === 'misuse'
        ? { kind: 'misuse' }
        : { kind: 'unreadable', reading }

    const claim = await claims.findByCode(reading.code, at)
    const outcome = await judge(claim, { device: tap.by.device, hasUnitLeft })
    return (await keep(outcome.kind, claim)) === 'misuse' ? { kind: 'misuse' } : outcome
  }
}
export type LookUp = ReturnType<typeof createLookUp>

/** What became of a tap whose answer never arrived; undefined: the tap never arrived either. */
export function createWhatBecameOf({ claims }: { claims: ClaimStore }) {
  return async (scanId: string, device: string): Promise<Answer | undefined> => {
    const answer = await claims.findAnswer(scanId)
    return answer?.device === device ? answer : undefined
  }
}
export type WhatBecameOf = ReturnType<typeof createWhatBecameOf>

type HasUnitLeft = (claim: Claim) => Promise<boolean>
type LookingUp = { claims: ClaimStore; clock: Clock; hasUnitLeft: HasUnitLeft }

async function judge(
  claim: Claim | undefined,
  { device, hasUnitLeft }: { device: string; hasUnitLeft: HasUnitLeft },
): Promise<LookUpOutcome> {
  if (!claim) return { kind: 'unknown-code' }
  switch (claim.state) {
    case 'reserved':
      return { kind: 'ready', claim }
    case 'handed':
      return {
        kind: 'already-handed-over',
        claim,
        thisPhone: claim.handOver?.device.id === device,
      }
    case 'expired':
      return { kind: 'expired', claim, unitLeft: await hasUnitLeft(claim) }
    case 'waiting':
    case 'cancelled':
      return { kind: claim.state, claim }
  }
}
