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

/** Holds count opening hours only (src/event/opening-hours.ts); they are reckoned where one is asked for. */
export function createClock(
  now: () => Date,
  event: Pick<Event, 'days' | 'timeZone' | 'claims' | 'shirts'>,
): Clock {
  return () => {
    const at = now()
    return {
      at: at.toISOString(),
      get day() {
        return dayOf(at, event)
      },
      get holdUntil() {
        return holdEndsAt(at, event).toISOString()
      },
      get offerUntil() {
        return holdEndsAt(at, event, OFFER_MINUTES).toISOString()
      },
      lowAt: event.shirts.lowStock,
    }
  }
}
