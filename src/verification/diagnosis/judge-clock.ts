import type { Facts } from '../probe/observation.ts'
import type { Case } from './observed-case.ts'
import { hint, type Hint } from './verdict.ts'

/** A document may travel this long before it can be found: starts, batches, refresh. */
const SLACK_SECONDS = 120
const MINUTE = 60_000

/** Has the number of tagged documents grown since the last check? */
export function hasGrown({ tagged }: Facts, { memory }: Case): boolean {
  return memory.previous !== undefined && tagged.documents > memory.previous.tagged
}

/**
 * The laptop's clock, judged by the newest tagged document. Ahead: the cluster calls it future.
 * Behind: it is older than the tag itself, or documents still arrive although the newest is old.
 */
export function judgeClock(facts: Facts, on: Case): Hint[] {
  const last = facts.tagged.last
  if (last === undefined) return []
  if (facts.tagged.future > 0) {
    return [hint('MB-CLOCK-AHEAD', { minutes: minutesBetween(on.now.getTime(), last) })]
  }
  if (!isBehind(last, facts, on)) return []
  return [hint('MB-CLOCK-BEHIND', { minutes: minutesBetween(last, on.now.getTime()) })]
}

/** `last`: milliseconds since 1970, by the laptop. Nothing with this tag can be older than the tag. */
export function isOlderThanTag(last: number, { memory }: Case): boolean {
  return last < Date.parse(memory.registeredAt) - SLACK_SECONDS * 1000
}

function isBehind(last: number, facts: Facts, on: Case): boolean {
  if (isOlderThanTag(last, on)) return true
  const previous = on.memory.previous
  if (previous === undefined || !hasGrown(facts, on)) return false
  return last < Date.parse(previous.at) - SLACK_SECONDS * 1000
}

function minutesBetween(from: number, to: number): number {
  return Math.max(1, Math.round((to - from) / MINUTE))
}
