import type { ExchangeBounds } from './bounds.ts'

export type LimiterBounds = Pick<ExchangeBounds, 'perHost' | 'inAll' | 'waiting' | 'waitingMs'>
/** Gives the place back; a second call does nothing. */
export type Leave = () => void
export type ExchangeLimiter = { enter(host: string): Promise<Leave | 'busy'> }

type Waiter = { host: string; answer: (outcome: Leave | 'busy') => void }

/**
 * Few conversations at once, few with one host. Who finds no place waits in line, and is told
 * `busy` when the line is full or the wait too long.
 */
export function createExchangeLimiter(bounds: LimiterBounds): ExchangeLimiter {
  const line: Waiter[] = []
  const places = createPlaces(bounds, () => {
    // The first whose host has a place: one busy host must not hold up the others.
    const next = line.find(({ host }) => places.has(host))
    if (next) leaveLine(next, places.take(next.host))
  })

  function leaveLine(waiter: Waiter, outcome: Leave | 'busy'): void {
    line.splice(line.indexOf(waiter), 1)
    waiter.answer(outcome)
  }

  function wait(host: string): Promise<Leave | 'busy'> {
    const { promise, resolve } = Promise.withResolvers<Leave | 'busy'>()
    const waiter = { host, answer: resolve }
    const timer = setTimeout(leaveLine, bounds.waitingMs, waiter, 'busy')
    line.push(waiter)
    return promise.finally(() => {
      clearTimeout(timer)
    })
  }

  return {
    enter: async (host) => {
      if (places.has(host)) return places.take(host)
      return line.length < bounds.waiting ? wait(host) : 'busy'
    },
  }
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
