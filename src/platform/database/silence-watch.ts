/** A phone gives its own answer up after 5 s (`staff/send-tap.browser.ts`): before that it is told that nothing was recorded. */
const SILENT_MS = 4_000
/** Counted in ticks, so that answers which lay there while this process stood still are read before anybody gives up. */
const TICK_MS = 250
const SILENT = SILENT_MS / TICK_MS

type Wait = { since: number; most: number; giveUp: () => void }

/**
 * Hears what comes from a server that may fall silent without closing anything. Nobody waits in vain for longer than
 * `SILENT_MS` while nothing at all is heard from it; a server that is only busy is heard, and then everybody waits on.
 */
export function createSilenceWatch() {
  const waiting = new Set<Wait>()
  let tick = 0
  let heard = 0
  const isInVain = ({ since, most }: Wait) =>
    tick - Math.max(since, heard) >= SILENT || tick - since >= most
  const clock = setInterval(() => {
    tick += 1
    for (const wait of [...waiting].filter(isInVain)) {
      waiting.delete(wait)
      wait.giveUp()
    }
  }, TICK_MS).unref()
  return {
    /** Waits for `answer`; `giveUp` has to end it. `mostMs`: even while others are heard. */
    wait: <Answer>(answer: Promise<Answer>, giveUp: () => void, mostMs = Infinity) => {
      const wait = { since: tick, most: mostMs / TICK_MS, giveUp }
      waiting.add(wait)
      return answer.finally(() => waiting.delete(wait))
    },
    /** Something came from the server itself: an idle connection, taken from the pool, is no sign of life. */
    hear: () => {
      heard = tick
    },
    stop: () => {
      clearInterval(clock)
    },
  }
}
export type SilenceWatch = ReturnType<typeof createSilenceWatch>
