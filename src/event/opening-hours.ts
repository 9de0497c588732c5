import type { Event } from './event.ts'

const MINUTE = 60_000

type HoldRules = Pick<Event['claims'], 'holdMinutes' | 'minutesAfterOpening'>
/** `from` and `to` are instants, in milliseconds since 1970. */
export type Opening = { date: string; from: number; to: number }

/** The event's openings, in order. */
export function openings(event: Pick<Event, 'days' | 'timeZone'>): readonly Opening[] {
  const known = openingsOf.get(event) ?? readOpenings(event)
  openingsOf.set(event, known)
  return known
}

/** An event never changes, and every look at the booth's clock asks for them. */
const openingsOf = new WeakMap<object, readonly Opening[]>()

function readOpenings(event: Pick<Event, 'days' | 'timeZone'>): readonly Opening[] {
  return event.days
    .map(({ date, opens, closes }) => ({
      date,
      from: instantOf(date, opens, event.timeZone),
      to: instantOf(date, closes, event.timeZone),
    }))
    .sort((a, b) => a.from - b.from)
}

/**
 * When a hold of `claims.holdMinutes` that begins at `now` ends: only opening hours count, and a hold that crosses a
 * night lives at least `claims.minutesAfterOpening` into the next opening. After the last closing plain time counts.
 */
export function holdEndsAt(
  now: Date,
  event: Pick<Event, 'days' | 'timeZone'> & { claims: HoldRules },
  minutes = event.claims.holdMinutes,
): Date {
  let left = minutes * MINUTE
  const ahead = openings(event).filter(({ to }) => to > now.getTime())
  for (const { from, to } of ahead) {
    const start = Math.max(from, now.getTime())
    const earliest = from > now.getTime() ? from + event.claims.minutesAfterOpening * MINUTE : 0
    if (start + left <= to) return new Date(Math.max(start + left, earliest))
    left -= to - start
  }
  const last = ahead.at(-1)
  return new Date(last ? last.to + left : now.getTime() + left)
}

/** Is the booth open at `now`? */
export function isOpen(now: Date, event: Pick<Event, 'days' | 'timeZone'>): boolean {
  return openings(event).some(({ from, to }) => from <= now.getTime() && now.getTime() < to)
}

/** The day (2026-11-28) that the clocks at the event show at `now`. */
export function dayOf(now: Date, { timeZone }: Pick<Event, 'timeZone'>): string {
  return clockOf(timeZone).format(now).slice(0, 10)
}

/** The first opening on a later day than that of `now`; undefined on the last day. ISO-8601, UTC. */
export function nextDayOpensAt(
  now: Date,
  event: Pick<Event, 'days' | 'timeZone'>,
): string | undefined {
  const today = dayOf(now, event)
  const next = openings(event).find(({ from }) => dayOf(new Date(from), event) > today)
  return next && new Date(next.from).toISOString()
}

/** The instant at which the clocks of `timeZone` show `date` (2026-11-28) and `time` (09:30). */
function instantOf(date: string, time: string, timeZone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  // Twice, because the offset of the first guess may be that of the other side of a clock change.
  const guess = wanted - offsetAt(wanted, timeZone)
  return wanted - offsetAt(guess, timeZone)
}

/** How far the clocks of `timeZone` are ahead of UTC at `instant`, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const shown = clockOf(timeZone).format(instant)
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - instant
}

/** Making a formatter costs far more than using it, and an event has one zone. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  clocks.set(timeZone, made)
  return made
}
