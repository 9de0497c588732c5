import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../../shared/problem.ts'

/** A number of tries in a time. Keys are people, devices or the booth; never an address, which hundreds share. */
export type Attempts = {
  /** Counts one try of `key`. @throws Problem too-many, saying when again */
  take(key: string): Promise<void>
  /** Counts one try of `key` if it has one left; says whether it had. */
  takeIfLeft(key: string): Promise<boolean>
  /** Refuses when `key` has none left, without counting. @throws Problem too-many */
  check(key: string): Promise<void>
  /** Counts one try of `key` and never refuses. */
  count(key: string): Promise<void>
}

export function createAttempts({ tries, seconds }: { tries: number; seconds: number }): Attempts {
  const limiter = new RateLimiterMemory({ points: tries, duration: seconds })
  return {
    take: async (key) => {
      try {
        await limiter.consume(key)
      } catch (refusal) {
        throw asProblem(refusal)
      }
    },
    takeIfLeft: async (key) => {
      try {
        await limiter.consume(key)
        return true
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return false
        throw refusal
      }
    },
    check: async (key) => {
      const state = await limiter.get(key)
      if (state !== null && state.consumedPoints >= tries) throw asProblem(state)
    },
    count: async (key) => {
      await limiter.penalty(key)
    },
  }
}

function asProblem(refusal: unknown): unknown {
  if (!(refusal instanceof RateLimiterRes)) return refusal
  return new Problem('too-many', { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) })
}
