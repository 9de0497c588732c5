import type { Event } from '../event/event.ts'
import { openings } from '../event/opening-hours.ts'

/** Units that stay held back until a later day opens. `day` as in the event file, `opensAt` ISO-8601, UTC. */
export type KeptUnits = { day: string; opensAt: string; qty: number }
export type LaterDay = Omit<KeptUnits, 'qty'>

/** The days that have not opened yet, in order; the first day of the event is nobody's later day. */
export function laterDays(
  event: Pick<Event, 'days' | 'timeZone'>,
  at: string,
): readonly LaterDay[] {
  return openings(event)
    .slice(1)
    .filter(({ from }) => from > Date.parse(at))
    .map(({ date, from }) => ({ day: date, opensAt: new Date(from).toISOString() }))
}

/** What the event's rule keeps of a first delivery of `qty`: whole units, rounded down, for every later day the same. */
export function keptOf(
  qty: number,
  event: Pick<Event, 'days' | 'timeZone' | 'shirts'>,
  at: string,
): readonly KeptUnits[] {
  const each = Math.floor((qty * event.shirts.keepForLaterDays) / 100)
  return each === 0 ? [] : laterDays(event, at).map((day) => ({ ...day, qty: each }))
}
