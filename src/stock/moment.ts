import type { Event } from '../event/event.ts'
import { dayOf, holdEndsAt } from '../event/opening-hours.ts'

/** The instant of one change and where a hold that begins then would end. ISO-8601, UTC, so that text compares as time. */
export type Moment = {
  at: string
  /** The event's day, 2026-11-28: limits a day count by it. */
  day: string
  /** End of a hold taken now. */
  holdUntil: string
  /** End of the shorter hold that somebody on the waiting list gets when a shirt returns. */
  offerUntil: string
  /** So few available units of one sku are low stock. */
  lowAt: number
}

const OFFER_MINUTES = 60

export type Clock = () => Moment

type Hours = Pick<Event, 'days' | 'timeZone' | 'claims' | 'shirts'>

/** Holds count opening hours only (src/event/opening-hours.ts); they are reckoned where one is asked for. */
class MomentOf implements Moment {
  readonly at: string
  readonly #now: Date
  readonly #event: Hours

  constructor(now: Date, event: Hours) {
    this.at = now.toISOString()
    this.#now = now
    this.#event = event
  }

  get day() {
    return dayOf(this.#now, this.#event)
  }

  get holdUntil() {
    return holdEndsAt(this.#now, this.#event).toISOString()
  }

  get offerUntil() {
    return holdEndsAt(this.#now, this.#event, OFFER_MINUTES).toISOString()
  }

  get lowAt() {
    return this.#event.shirts.lowStock
  }
}

/** Tells the moment by `now`, with the days and opening hours of `event`. */
export function createClock(now: () => Date, event: Hours): Clock {
  return () => new MomentOf(now(), event)
}
