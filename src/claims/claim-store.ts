import type { Moment } from '../stock/moment.ts'
import type { Sku } from '../stock/sku.ts'
import type { Misuse, Tap } from '../stock/tap.ts'
import type { ClaimCode } from './claim-code.ts'
import type { Claim, ClaimOwner, TappedClaim } from './claim.ts'
import type { ChangeOutcome } from './change-of-mind.ts'
import type { GiveUpOutcome } from './give-up-claim.ts'
import type { GiftOutcome } from './give-gift.ts'
import type { HandOverOutcome } from './hand-over.ts'
import type { SwapOutcome } from './swap.ts'
import type { UndoOutcome } from './undo.ts'

export type NewClaim = {
  id: string
  code: ClaimCode
  event: string
  mission: string
  moment: Moment
}
export type ClaimRequest = NewClaim & { registrationId: string; sku: Sku }

type StoredRefusal =
  | { kind: 'already-claimed'; claim: Claim }
  | Kind<'not-passed' | 'not-earned' | 'day-full' | 'unknown-shirt' | 'code-taken'>
export type StoredReserve =
  { kind: 'reserved'; claim: Claim } | Kind<'out-of-stock'> | StoredRefusal
export type StoredWait = { kind: 'waiting'; claim: Claim } | Kind<'unit-left'> | StoredRefusal

/** One member for each name, so that members can be told apart and taken out. */
type Kind<Name extends string> = Name extends string ? { kind: Name } : never

/** `since`: an earlier hand-over is not taken back. */
export type Undoing = Tap & {
  handOver: string
  returned: 'good' | 'damaged'
  since: string
  moment: Moment
}

/** `event`: codes of other events in the same database are refused. */
export type CodeTap = Tap & { code: ClaimCode; event: string; moment: Moment }

/** What we ask of storage. Each method is one transaction, its journal lines included. */
export type ClaimStore = {
  reserve(request: ClaimRequest): Promise<StoredReserve>
  /** Joins the waiting list, or moves to another one; `unit-left`: there is a unit, so there is nothing to wait for. */
  wait(request: ClaimRequest): Promise<StoredWait>
  change(request: { registrationId: string; sku: Sku; moment: Moment }): Promise<ChangeOutcome>
  cancel(request: { registrationId: string; moment: Moment }): Promise<GiveUpOutcome>
  /** Gives overdue holds back and freed units to those who wait. Correct numbers never depend on it. */
  tidy(moment: Moment): Promise<void>
  /** How many living claims count for a day of the event, by prize. */
  countOn(asked: {
    day: string
    at: string
    event: string
  }): Promise<Readonly<Record<string, number>>>

  findByCode(code: ClaimCode, at: string): Promise<Claim | undefined>
  /** The person's living claim, else their latest. */
  findByRegistration(registrationId: string, at: string): Promise<Claim | undefined>
  search(text: string, at: string): Promise<readonly Found[]>
  lastAnswers(device: string, most: number): Promise<readonly Answer[]>
  findAnswer(scanId: string): Promise<Answer | undefined>
  /** Keeps a look-up or a refused tap; `misuse` when the id was used for something else, `repeated` for the same again. */
  keepScan(scan: ScanToKeep): Promise<'kept' | 'repeated' | 'misuse'>

  handOver(tap: CodeTap & { pickedUpBy?: string }): Promise<HandOverOutcome>
  /** An expired claim is reserved again and handed over in one step, when a unit is left. */
  handOverExpired(tap: CodeTap & { pickedUpBy?: string }): Promise<HandOverOutcome>
  undo(tap: Undoing): Promise<UndoOutcome | Misuse>
  swap(tap: CodeTap & { sku: Sku; returned: 'good' | 'damaged' }): Promise<SwapOutcome | Misuse>
  give(
    tap: Tap & NewClaim & { sku: Sku; reason: string },
  ): Promise<GiftOutcome | Misuse | { kind: 'code-taken' }>
}

/** One attendee found by staff; `passed`: ids of the missions they passed, which say what they may choose. */
export type Found = { owner?: ClaimOwner; passed: readonly string[]; claim?: Claim }

export type ScanToKeep = Tap & {
  action: 'look-up' | 'hand-over'
  code?: ClaimCode
  claimId?: string
  verdict: string
  at: string
}

/** One kept tap or look-up, as the phone that made it sees it again. */
export type Answer = {
  scanId: string
  action: string
  verdict: string
  at: string
  device: string
  claim?: TappedClaim & { code: ClaimCode; nickname?: string }
  /** A hand-over of this very tap that nobody took back. */
  stands?: true
}
