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

/** The real clock. `ended` wakes everybody who waits. */
export function createRealPace(ended: AbortSignal): Pace {
  return {
    now: () => new Date(),
    wait: (seconds) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer)
          reject(new RehearsalEnded())
        }
        const timer = setTimeout(() => {
          ended.removeEventListener('abort', leave)
          resolve()
        }, seconds * 1000)
        if (ended.aborted) leave()
        else ended.addEventListener('abort', leave, { once: true })
      }),
  }
}
