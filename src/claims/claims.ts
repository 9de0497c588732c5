import type { Event } from '../event/event.ts'
import type { Pick as PickNumber } from '../shared/symbols.ts'
import type { Clock } from '../stock/moment.ts'
import type { Shirt } from '../stock/sku.ts'
import type { Stock } from '../stock/stock.ts'
import { alternativesTo } from './alternatives.ts'
import { createChangeOfMind } from './change-of-mind.ts'
import type { ClaimStore } from './claim-store.ts'
import type { Claim } from './claim.ts'
import { createGiveGift } from './give-gift.ts'
import { createGiveUpClaim } from './give-up-claim.ts'
import { createHandOver, createHandOverExpired } from './hand-over.ts'
import { createLookUp, createWhatBecameOf } from './look-up.ts'
import { createReserve, type Claiming } from './reserve.ts'
import { createSharesToday } from './share-of-day.ts'
import { createSwap } from './swap.ts'
import { createUndo } from './undo.ts'
import { createWaitForShirt } from './wait-for-shirt.ts'

export type ClaimsNeeds = {
  claims: ClaimStore
  stock: Pick<Stock, 'stockLeft'>
  event: Pick<Event, 'id' | 'missions' | 'shirts' | 'prizes' | 'days' | 'timeZone'>
  clock: Clock
  pick: PickNumber
  newId: () => string
}

const ANSWERS_SHOWN = 20

/** From a passed mission to a shirt in hand: every use case, and what pages read. */
export function createClaims({ stock, event, ...needs }: ClaimsNeeds) {
  const { claims, clock } = needs
  const findAlternatives = async (wanted: Shirt) =>
    alternativesTo(wanted, await stock.stockLeft(), event.shirts.sizes)
  const hasUnitLeft = async ({ sku }: Claim) =>
    (await stock.stockLeft()).some((line) => line.sku === sku && line.left > 0)
  const ids = { event: event.id, mission: event.missions[0].id }
  const claiming: Claiming = { ...needs, ...ids, findAlternatives }
  return {
    reserve: createReserve(claiming),
    waitForShirt: createWaitForShirt(claiming),
    changeOfMind: createChangeOfMind(claiming),
    giveUpClaim: createGiveUpClaim(claiming),
    giveGift: createGiveGift(claiming),
    lookUp: createLookUp({ ...claiming, hasUnitLeft }),
    handOver: createHandOver(claiming),
    handOverExpired: createHandOverExpired(claiming),
    undo: createUndo(claiming),
    swap: createSwap(claiming),
    whatBecameOf: createWhatBecameOf(claiming),
    /** The attendee's own page: the living claim, else the latest. */
    claimOf: (registrationId: string) => claims.findByRegistration(registrationId, clock().at),
    /** For staff: by code, tag or part of a nickname. */
    search: (text: string) => claims.search(text, clock().at),
    /** For the staff page: the phone's own taps and look-ups, newest first. */
    lastAnswersOf: (device: string) => claims.lastAnswers(device, ANSWERS_SHOWN),
    /** For the choose page, the wall and the stock page: what is left today of prizes with a limit a day. */
    sharesToday: createSharesToday({ ...needs, event }),
    /** A tick a minute calls it. */
    tidy: () => claims.tidy(clock()),
    findAlternatives,
  }
}
export type Claims = ReturnType<typeof createClaims>
