import { createHmac, randomBytes } from 'node:crypto'
import { createAttempts } from '../../platform/http/limits.ts'
import type { ExchangeBounds } from './bounds.ts'
import type { Busy } from './exchange.ts'
import { createFairLine, type FairLine } from './fair-line.ts'

export type LimiterBounds = Pick<
  ExchangeBounds,
  'perHost' | 'perHostAndMinute' | 'inAll' | 'waiting' | 'waitingMs'
>
/** Gives the place back; a second call does nothing. */
export type Leave = () => void
/** Which host is to be asked, and for whom: turns are taken by whom. */
export type Visit = {
  host: string
  by: string
  /** A practice cluster on this machine: nobody has to be kept from it. */
  ours?: boolean
}
export type ExchangeLimiter = {
  enter(visit: Visit): Promise<Leave | Busy>
  /** How many wait in line. */
  waiting: () => number
}

type Waiter = { host: string; answer: (outcome: Leave | Busy) => void }

/**
 * Few conversations at once, few with one host, and not too many a minute with one host. Who finds no place waits in
 * line, everybody in turn, and is told `busy` and when again when the line is full or the wait too long.
 */
export function createExchangeLimiter(
  bounds: LimiterBounds,
  now: () => Date = () => new Date(),
): ExchangeLimiter {
  const line = createFairLine<Waiter>()
  const aMinute = createAttempts({ tries: bounds.perHostAndMinute, seconds: 60, now })
  const nameOf = createHostNames()
  const places = createPlaces(bounds, () => {
    // Whose host has a place: one busy host must not hold up the others.
    const next = line.takeNext(({ host }) => places.has(host))
    next?.answer(places.take(next.host))
  })
  return {
    waiting: () => line.length(),
    enter: async (visit) => {
      const host = nameOf(visit.host)
      const waiting = line.length()
      if (!visit.ours && !aMinute.takeIfLeft(host)) return busy(aMinute.secondsLeft(host), waiting)
      if (places.has(host)) return places.take(host)
      return waiting < bounds.waiting
        ? waitIn(line, { ...visit, host }, bounds.waitingMs)
        : busy(toSeconds(bounds.waitingMs), waiting)
    },
  }
}

/** Until the turn comes, or the wait is too long. */
async function waitIn(
  line: FairLine<Waiter>,
  { by, host }: Visit,
  waitingMs: number,
): Promise<Leave | Busy> {
  const { promise, resolve } = Promise.withResolvers<Leave | Busy>()
  const waiter = { host, answer: resolve }
  const timer = setTimeout(() => {
    line.remove(by, waiter)
    resolve(busy(toSeconds(waitingMs), line.length()))
  }, waitingMs)
  line.add(by, waiter)
  return promise.finally(() => {
    clearTimeout(timer)
  })
}

function toSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000)
}

function busy(seconds: number, waiting: number): Busy {
  return { kind: 'busy', seconds, waiting }
}

/** Which clusters were asked is nobody's business: hosts are remembered under a name that only this process can make. */
function createHostNames(): (host: string) => string {
  const secret = randomBytes(32)
  return (host) => createHmac('sha256', secret).update(host).digest('base64url')
}

type Places = { has(host: string): boolean; take(host: string): Leave }

function createPlaces({ perHost, inAll }: LimiterBounds, onLeave: () => void): Places {
  const taken = new Map<string, number>()
  let takenInAll = 0

  function count(host: string, change: 1 | -1): void {
    takenInAll += change
    const rest = (taken.get(host) ?? 0) + change
    if (rest === 0) taken.delete(host)
    else taken.set(host, rest)
  }

  return {
    has: (host) => takenInAll < inAll && (taken.get(host) ?? 0) < perHost,
    take: (host) => {
      count(host, 1)
      let left = false
      return () => {
        if (left) return
        left = true
        count(host, -1)
        onLeave()
      }
    },
  }
}
