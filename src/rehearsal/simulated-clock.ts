import { RehearsalEnded, type Pace } from './pace.ts'

export type SimulatedClock = Pace & {
  /**
   * Plays every part to its end. One part moves at a time, and time jumps to whoever wakes next, so that the same
   * parts always meet in the same order. Rejects with the first part that does.
   */
  play: (parts: readonly (() => Promise<void>)[]) => Promise<void>
}

type Move = (nothing: undefined) => void
/** `leave` is called instead of `wake` once the rehearsal has ended; a part that has not begun has none. */
type Waiting = { at: number; place: number; wake: Move; leave?: Move }

/** A clock that stands still while anybody acts and jumps while everybody waits. */
export function createSimulatedClock(start: Date, ended: AbortSignal): SimulatedClock {
  const line = createLine(start.getTime())
  const stage = createStage()
  return {
    now: () => new Date(line.time()),
    wait: (seconds) => {
      const { promise, resolve: wake, reject } = Promise.withResolvers<undefined>()
      const leave = () => {
        reject(new RehearsalEnded())
      }
      line.join(seconds, { wake, leave })
      stage.rest()
      return promise
    },
    play: async (parts) => {
      for (const part of parts) {
        const wake = () => {
          part().then(stage.rest, stage.fail)
        }
        line.join(0, { wake })
      }
      for (let next = line.call(); next; next = line.call()) {
        const move = ended.aborted ? next.leave : next.wake
        if (move) await stage.untilRest(move)
      }
    },
  }
}

/** Where the one part that moves says that it waits again, or is over. */
function createStage() {
  let moving = Promise.withResolvers<undefined>()
  return {
    rest: () => {
      moving.resolve(undefined)
    },
    fail: (error: unknown) => {
      moving.reject(error)
    },
    untilRest: (move: Move) => {
      moving = Promise.withResolvers()
      move(undefined)
      return moving.promise
    },
  }
}

/** Everybody who waits; calling the next one moves the time. Who waits for the same instant goes in the order of coming. */
function createLine(start: number) {
  const waiting: Waiting[] = []
  let time = start
  let places = 0
  return {
    time: () => time,
    join: (seconds: number, who: Pick<Waiting, 'wake' | 'leave'>) => {
      waiting.push({ at: time + seconds * 1000, place: places++, ...who })
    },
    call: () => {
      waiting.sort((a, b) => a.at - b.at || a.place - b.place)
      const next = waiting.shift()
      time = Math.max(time, next?.at ?? time)
      return next
    },
  }
}
