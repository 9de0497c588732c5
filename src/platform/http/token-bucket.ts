import type { Turns } from './limits.ts'
import { createTidyMap } from './tidy-map.ts'

export type TokenBucket = Turns & {
  /** For a try that should not have counted. */
  giveBack(key: string): void
}

export type BucketLimit = { size: number; backEverySeconds: number; now: () => Date }

type Level = { left: number; at: number }

/** `size` tries at once, one back every `backEverySeconds`; on the booth's own clock. */
export function createTokenBucket(limit: BucketLimit): TokenBucket {
  const { size, backEverySeconds, now } = limit
  const known = createTidyMap<Level>((level) => leftOf(level, limit) >= size)
  const left = (key: string) => leftOf(known.get(key), limit)
  const keep = (key: string, rest: number) => {
    known.set(key, { left: rest, at: now().getTime() })
  }
  return {
    takeIfLeft: (key) => {
      const before = left(key)
      if (before < ONE) return false
      keep(key, before - 1)
      return true
    },
    secondsLeft: (key) => {
      const before = left(key)
      return before >= ONE ? 0 : Math.ceil((ONE - before) * backEverySeconds)
    },
    giveBack: (key) => {
      keep(key, Math.min(size, left(key) + 1))
    },
  }
}

/** One, but for what adding up fractions loses. */
const ONE = 1 - 1e-6

/** Fractions included: 3.5 is three tries, and half of the way to the next. */
function leftOf(level: Level | undefined, { size, backEverySeconds, now }: BucketLimit): number {
  if (!level) return size
  const seconds = (now().getTime() - level.at) / 1000
  // A clock that was put back must lock nobody out.
  return seconds < 0 ? size : Math.min(size, level.left + seconds / backEverySeconds)
}
