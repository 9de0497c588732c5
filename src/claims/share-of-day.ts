import { SHIRTS } from '../event/prizes.ts'
import type { Event } from '../event/event.ts'
import { nextDayOpensAt } from '../event/opening-hours.ts'
import type { Clock } from '../stock/moment.ts'
import type { ClaimStore } from './claim-store.ts'

/** What is left today of a prize that the event file limits by day. */
export type ShareOfDay = {
  /** `shirts`, or the prize's id. */
  prize: string
  perDay: number
  left: number
  /** When the next share opens, ISO-8601; missing on the last day. */
  opensAt?: string
}

type Needs = {
  claims: ClaimStore
  clock: Clock
  event: Pick<Event, 'id' | 'shirts' | 'prizes' | 'days' | 'timeZone'>
}

/** Today's shares, in the order of the event file; prizes without a limit a day are not in it. */
export function createSharesToday({ claims, clock, event }: Needs) {
  const limits = [{ id: SHIRTS, perDay: event.shirts.perDay }, ...event.prizes].flatMap(
    ({ id, perDay }) => (perDay === undefined ? [] : [{ prize: id, perDay }]),
  )
  return async (): Promise<readonly ShareOfDay[]> => {
    if (limits.length === 0) return []
    const { at, day } = clock()
    const taken = await claims.countOn({ day, at, event: event.id })
    const opensAt = nextDayOpensAt(new Date(at), event)
    return limits.map(({ prize, perDay }) => ({
      prize,
      perDay,
      left: Math.max(0, perDay - (taken[prize] ?? 0)),
      ...(opensAt !== undefined && { opensAt }),
    }))
  }
}
