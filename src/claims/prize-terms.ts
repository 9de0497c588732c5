import type { Event } from '../event/event.ts'
import { earningPass, perDayOf } from '../event/prizes.ts'
import { prizeOf, toShirt, type Sku } from '../stock/sku.ts'

/** What the event file says of the prize a claim is for. */
export type PrizeTerms = {
  event: string
  prize: string
  /** At most so many claims of it a day; missing: as many as there are. */
  perDay?: number
  /** On which of somebody's passes, given by mission, a claim of it rests; undefined when none of them earns it. */
  restsOn: (passed: readonly string[]) => string | undefined
}

export type PrizeRules = Pick<Event, 'id' | 'missions' | 'shirts' | 'prizes'>

/** The terms of the prize that `sku` belongs to. */
export function termsOf(event: PrizeRules, sku: Sku): PrizeTerms {
  const prize = prizeOf(toShirt(sku))
  const perDay = perDayOf(event, prize)
  return {
    event: event.id,
    prize,
    ...(perDay !== undefined && { perDay }),
    restsOn: (passed) => earningPass(event.missions, prize, passed),
  }
}
