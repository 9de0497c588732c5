import type { Event } from '../event/event.ts'
import { openings } from '../event/opening-hours.ts'
import type { Flow } from './ledger.ts'
import type { Sku } from './sku.ts'

const MINUTE = 60_000
const WINDOW_MINUTES = 60
/** Below these a guess would say more about chance than about the shirt. */
const LEAST_MINUTES = 20
const LEAST_TAKEN = 3
/** "At about": finer would promise what nobody can know. */
const ROUND_TO = 5 * MINUTE

export type Forecast =
  | { kind: 'gone' | 'closed' | 'too-little' | 'lasts' }
  /** At this pace the last one is taken then: ISO-8601, UTC, always within opening hours. */
  | { kind: 'runs-out'; at: string }

type Days = Pick<Event, 'days' | 'timeZone'>

/** From when on movements count: the last hour, as far as the booth was open. ISO-8601, UTC. */
export function observedSince(at: string, event: Days): string {
  const now = Date.parse(at)
  const opened = openNow(now, event)?.from ?? now
  return new Date(Math.max(now - WINDOW_MINUTES * MINUTE, opened)).toISOString()
}

/**
 * When `left` units are gone, if people go on taking them as in the last hour. Taken is what left *available* for
 * somebody, reserved or handed over at once, less what came back. What a delivery gave to those who had waited for it says
 * nothing about how many come now.
 * @param flows movements since {@link observedSince}
 */
export function forecastOf(
  { sku, left }: { sku: Sku; left: number },
  flows: readonly Flow[],
  { at, event }: { at: string; event: Days },
): Forecast {
  if (left === 0) return { kind: 'gone' }
  const now = Date.parse(at)
  if (!openNow(now, event)) return { kind: 'closed' }
  const minutes = (now - Date.parse(observedSince(at, event))) / MINUTE
  const taken = takenOf(sku, flows)
  if (minutes < LEAST_MINUTES || taken < LEAST_TAKEN) return { kind: 'too-little' }
  const end = afterOpenMinutes(now, (left / taken) * minutes, event)
  if (end === undefined) return { kind: 'lasts' }
  return { kind: 'runs-out', at: new Date(Math.round(end / ROUND_TO) * ROUND_TO).toISOString() }
}

function takenOf(sku: Sku, flows: readonly Flow[]): number {
  const isSomebodys = (state: string) => state === 'reserved' || state === 'handed'
  return flows
    .filter((flow) => flow.sku === sku && flow.kind !== 'serve')
    .reduce((sum, { from, to, qty }) => {
      if (from === 'available' && isSomebodys(to)) return sum + qty
      return isSomebodys(from) && to === 'available' ? sum - qty : sum
    }, 0)
}

function openNow(now: number, event: Days) {
  return openings(event).find(({ from, to }) => from <= now && now < to)
}

/** The instant after so many minutes of opening hours; undefined when the event is over before. */
function afterOpenMinutes(now: number, minutes: number, event: Days): number | undefined {
  let left = minutes * MINUTE
  for (const { from, to } of openings(event)) {
    const start = Math.max(from, now)
    if (start >= to) continue
    if (start + left <= to) return start + left
    left -= to - start
  }
  return undefined
}
