import { settleAll } from '../stock/settle-holds.sql.ts'
import type { Sku } from '../stock/sku.ts'
import type { Storage } from '../storage/open-storage.ts'
import { cancel } from './cancel.sql.ts'
import { change } from './change.sql.ts'
import type { ClaimStore } from './claim-store.ts'
import { give } from './give-gift.sql.ts'
import { handOverExpired } from './hand-over-expired.sql.ts'
import { handOver } from './hand-over.sql.ts'
import { findAnswer, keepScan, lastAnswers, search } from './look-up.sql.ts'
import { findClaimByCode, findClaimOf } from './read-claim.sql.ts'
import { termsOf, type PrizeRules } from './prize-terms.ts'
import { reserve } from './reserve.sql.ts'
import { countOn } from './share-of-day.sql.ts'
import { swap } from './swap.sql.ts'
import { undo } from './undo.sql.ts'
import { wait } from './wait.sql.ts'

/** `event`: which mission earns what, and how many a day. */
export function createClaimStore(storage: Storage, event: PrizeRules): ClaimStore {
  const withTerms = <Request extends { sku: Sku }>(request: Request) => ({
    ...request,
    terms: termsOf(event, request.sku),
  })
  return {
    reserve: (request) => reserve(storage, withTerms(request)),
    wait: (request) => wait(storage, withTerms(request)),
    change: (request) => change(storage, withTerms(request)),
    cancel: (request) => cancel(storage, request),
    tidy: (moment) => settleAll(storage, moment),
    countOn: (asked) => countOn(storage.read, asked),
    findByCode: (code, at) => findClaimByCode(storage.read, code, at),
    findByRegistration: (registrationId, at) => findClaimOf(storage.read, registrationId, at),
    search: (text, at) => search(storage, text, at),
    lastAnswers: (device, most) => lastAnswers(storage, device, most),
    findAnswer: (scanId) => findAnswer(storage, scanId),
    keepScan: (scan) => keepScan(storage, scan),
    handOver: (tap) => handOver(storage, tap),
    handOverExpired: (tap) => handOverExpired(storage, tap),
    undo: (tap) => undo(storage, tap),
    swap: (tap) => swap(storage, tap),
    give: (tap) => give(storage, tap),
  }
}
