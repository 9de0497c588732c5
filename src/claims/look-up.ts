import type { Clock } from '../stock/moment.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import { parseTag } from '../registration/tag.ts'
import { parseClaimCode, readClaimCode, type ClaimCode, type CodeReading } from './claim-code.ts'
import type { Claim } from './claim.ts'
import type { Answer, ClaimStore } from './claim-store.ts'
import { repairLayout } from './repair-layout.ts'

export type Unreadable = Exclude<CodeReading, { kind: 'code' }>

export type LookUpOutcome =
  /** Fetch this shirt; nothing is handed over yet. */
  | { kind: 'ready'; claim: Claim }
  /** `thisPhone`: the very phone that asks handed it over. */
  | { kind: 'already-handed-over'; claim: Claim; thisPhone: boolean }
  /** `unitLeft`: it can be reserved again and handed over in one tap. */
  | { kind: 'expired'; claim: Claim; unitLeft: boolean }
  | { kind: 'waiting' | 'cancelled'; claim: Claim }
  | { kind: 'unknown-code' | 'other-event' }
  /** The QR or tag of the mission, not the code of a claim. */
  | { kind: 'tag-scanned' }
  | { kind: 'unreadable'; reading: Unreadable }
  | Misuse

export type Scan = Tap & { typed: string }

/** Says what to fetch for a code. Writes one row about the scan and nothing else. */
export function createLookUp({ claims, clock, event, hasUnitLeft }: LookingUp) {
  return async ({ typed, ...tap }: Scan): Promise<LookUpOutcome> => {
    const { at } = clock()
    const reading = await readAnyLayout(typed, (code) => claims.findByCode(code, at))
    const code = codeOf(reading)
    const claim = code && (await claims.findByCode(code, at))
    const outcome =
      claim?.event === event
        ? await judge(claim, { device: tap.by.device, hasUnitLeft })
        : whyNotOurs({ reading, typed, isKnown: claim !== undefined })
    const verdict = outcome.kind === 'unreadable' ? reading.kind : outcome.kind
    const about = { ...(code && { code }), ...(claim && { claimId: claim.id }) }
    const kept = await claims.keepScan({ ...tap, action: 'look-up', verdict, at, ...about })
    return kept === 'misuse' ? { kind: 'misuse' } : outcome
  }
}
export type LookUp = ReturnType<typeof createLookUp>

function codeOf(reading: CodeReading): ClaimCode | undefined {
  return reading.kind === 'code' ? reading.code : undefined
}

/** A code that another keyboard's layout spoilt counts only if it exists; else the typing error stands. */
async function readAnyLayout(
  typed: string,
  find: (code: ClaimCode) => Promise<Claim | undefined>,
): Promise<CodeReading> {
  const reading = readClaimCode(typed)
  if (reading.kind === 'code') return reading
  for (const repaired of repairLayout(typed)) {
    const code = parseClaimCode(repaired)
    if (code !== undefined && (await find(code))) return { kind: 'code', code }
  }
  return reading
}

/** What became of a tap whose answer never arrived; undefined: the tap never arrived either. */
export function createWhatBecameOf({ claims }: { claims: ClaimStore }) {
  return async (scanId: string, device: string): Promise<Answer | undefined> => {
    const answer = await claims.findAnswer(scanId)
    return answer?.device === device ? answer : undefined
  }
}
export type WhatBecameOf = ReturnType<typeof createWhatBecameOf>

function whyNotOurs(read: {
  reading: CodeReading
  typed: string
  isKnown: boolean
}): LookUpOutcome {
  const { reading, typed, isKnown } = read
  if (reading.kind === 'code') return { kind: isKnown ? 'other-event' : 'unknown-code' }
  return isOfMission(typed) ? { kind: 'tag-scanned' } : { kind: 'unreadable', reading }
}

/** A tag, or the address that opens a mission. */
function isOfMission(typed: string): boolean {
  return parseTag(typed) !== undefined || /\/(m|go)(\/|#|$)/.test(typed.trim())
}

type HasUnitLeft = (claim: Claim) => Promise<boolean>
type LookingUp = { claims: ClaimStore; clock: Clock; event: string; hasUnitLeft: HasUnitLeft }

async function judge(
  claim: Claim,
  { device, hasUnitLeft }: { device: string; hasUnitLeft: HasUnitLeft },
): Promise<LookUpOutcome> {
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
