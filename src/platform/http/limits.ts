import { Problem } from '../../shared/problem.ts'
import { createTidyMap } from './tidy-map.ts'

/** Something of which each key may do only so much. Keys are people, devices or the booth; hardly ever an address, which hundreds share. */
export type Turns = {
  /** Counts one try of `key` if it has one left; says whether it had. */
  takeIfLeft(key: string): boolean
  /** Whole seconds until `key` has a try again; 0: it has one now. */
  secondsLeft(key: string): number
}

/** A number of tries in any stretch of a time. */
export type Attempts = Turns & {
  /**
   * Counts one try of `key`; a try with an `id` that counts already is the same one, repeated.
   * @throws Problem too-many, saying when again
   */
  take(key: string, id?: string): Promise<void>
  /** Refuses when `key` has none left, without counting. @throws Problem too-many */
  check(key: string): Promise<void>
  /** Counts one try of `key` and never refuses; the same `id` counts once. */
  count(key: string, id?: string): Promise<void>
  /** Who tried within the time, and how often; most first. */
  busiest(): readonly { key: string; tries: number }[]
}

export type AttemptsLimit = { tries: number; seconds: number; now: () => Date }

type Try = { at: number; id?: string }

/** At most `tries` in any `seconds` on end, whatever the hour; on the booth's own clock. */
export function createAttempts(limit: AttemptsLimit): Attempts {
  const known = createTidyMap<readonly Try[]>((list) => live(list, limit).length === 0)
  const of = (key: string) => live(known.get(key) ?? [], limit)
  const add = (key: string, id?: string) => {
    if (of(key).some(isTry(id))) return
    const one = { at: limit.now().getTime(), ...(id !== undefined && { id }) }
    // More than `tries` of them say nothing more.
    known.set(key, [...of(key), one].slice(-limit.tries))
  }
  const secondsLeft = (key: string) => waitOf(of(key), limit)
  const check = (key: string) => {
    const wait = secondsLeft(key)
    if (wait > 0) throw new Problem('too-many', { retryAfterSeconds: wait })
  }
  const take = (key: string, id?: string) => {
    if (!of(key).some(isTry(id))) check(key)
    add(key, id)
  }
  return {
    takeIfLeft: (key) => {
      if (secondsLeft(key) > 0) return false
      add(key)
      return true
    },
    secondsLeft,
    take: promised(take),
    check: promised(check),
    count: promised(add),
    busiest: () => busiestOf([...known.entries()], limit),
  }
}

function isTry(id: string | undefined) {
  return (one: Try) => id !== undefined && one.id === id
}

/** A clock that was put back must lock nobody out, so tries "to come" do not count. */
function live(list: readonly Try[], { seconds, now }: AttemptsLimit): readonly Try[] {
  const at = now().getTime()
  return list.filter((one) => one.at > at - seconds * 1000 && one.at <= at)
}

function waitOf(list: readonly Try[], { tries, seconds, now }: AttemptsLimit): number {
  const [oldest] = list
  if (!oldest || list.length < tries) return 0
  return Math.ceil((oldest.at - now().getTime()) / 1000 + seconds)
}

function busiestOf(entries: readonly [string, readonly Try[]][], limit: AttemptsLimit) {
  return entries
    .map(([key, list]) => ({ key, tries: live(list, limit).length }))
    .filter(({ tries }) => tries > 0)
    .sort((a, b) => b.tries - a.tries)
}

/** A count that instances share would take its time, so callers wait for this one too. */
function promised(work: (key: string, id?: string) => void) {
  return (key: string, id?: string) =>
    new Promise<void>((resolve) => {
      work(key, id)
      resolve()
    })
}

/** Several limits on one thing: it happens only while each has a try left. */
export function allOf(limits: readonly Turns[]): Turns {
  const secondsLeft = (key: string) => Math.max(...limits.map((one) => one.secondsLeft(key)))
  return {
    secondsLeft,
    takeIfLeft: (key) => secondsLeft(key) === 0 && limits.every((one) => one.takeIfLeft(key)),
  }
}
