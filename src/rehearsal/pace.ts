/** What passes for time in a rehearsal: the simulated clock, or the real one at the pace of people. */
export type Pace = {
  now: () => Date
  /** Rejects with `RehearsalEnded` when the rehearsal ends first. */
  wait: (seconds: number) => Promise<void>
}

/** Somebody was waiting when the rehearsal was told to end. */
export class RehearsalEnded extends Error {
  override readonly name = 'RehearsalEnded'
}

/** The real clock. `ended` sends everybody home who waits. */
export function createRealPace(ended: AbortSignal): Pace {
  const waiting = new Set<() => void>()
  ended.addEventListener('abort', () => {
    for (const leave of waiting) leave()
  })
  return {
    now: () => new Date(),
    wait: (seconds) => {
      if (ended.aborted) return Promise.reject(new RehearsalEnded())
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const timer = setTimeout(resolve, seconds * 1000, undefined)
      const leave = () => {
        clearTimeout(timer)
        reject(new RehearsalEnded())
      }
      waiting.add(leave)
      return promise.finally(() => waiting.delete(leave))
    },
  }
}
