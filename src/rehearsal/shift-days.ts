import type { Event } from '../event/event.ts'
import { isOpen } from '../event/opening-hours.ts'

/** The same event with its first day today, on the clocks of its time zone, and open now. */
export function shiftDays(event: Event, now: Date): Event {
  const [first, ...others] = event.days
  if (!first) return event
  const today = Date.parse(
    new Intl.DateTimeFormat('sv-SE', { timeZone: event.timeZone }).format(now),
  )
  const shift = today - Date.parse(first.date)
  const moved = (date: string) => new Date(Date.parse(date) + shift).toISOString().slice(0, 10)
  const day = { ...first, date: moved(first.date) }
  const days = [day, ...others.map((other) => ({ ...other, date: moved(other.date) }))]
  if (isOpen(now, { ...event, days })) return { ...event, days }
  // Rehearsed at night: the first day is open around the clock.
  return { ...event, days: [{ ...day, opens: '00:00', closes: '23:59' }, ...days.slice(1)] }
}
