import type { Shirt, Sku } from '../stock/sku.ts'
import type { ClaimCode } from './claim-code.ts'

/** `expired` includes a hold whose end has passed, whether or not it was tidied yet. */
export type ClaimState = 'reserved' | 'waiting' | 'handed' | 'expired' | 'cancelled'

/** Reserved, waited for or collected; the others are over and may come back to life. */
export function isLiving({ state }: { state: ClaimState }): boolean {
  return state !== 'expired' && state !== 'cancelled'
}

/** A shirt that belongs to somebody who passed (or a gift). */
export type Claim = {
  id: string
  /** Id of the event it is of; one database may keep several. */
  event: string
  state: ClaimState
  code: ClaimCode
  sku: Sku
  shirt: Shirt
  /** When a reservation ends, or ended; ISO-8601, UTC. */
  expiresAt?: string
  /** Reserved because a shirt came back while its owner waited for it. */
  offered?: true
  /** Place on the waiting list of this shirt, from 1; only while waiting. */
  place?: number
  /** Only while handed. */
  handOver?: HandOverFacts
  /** The friend who collected it: a tag or nickname. */
  pickedUpBy?: string
  /** Why it was given; gifts only. */
  reason?: string
  /** Missing: a gift. */
  owner?: ClaimOwner
}

export type ClaimOwner = { registrationId: string; tag: string; nickname: string }

/** Who handed it over, on which phone, when. */
export type HandOverFacts = {
  scanId: string
  at: string
  person: { id: string; name: string }
  device: { id: string; label: string }
}

/** What a tap's answer says of a claim; it is stored with the tap and holds nothing personal of the attendee. */
export type TappedClaim = { id: string; sku: Sku; shirt: Shirt }
