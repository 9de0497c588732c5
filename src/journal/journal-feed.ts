import type { Journal, JournalLine, JournalPlace } from './journal.ts'

export type JournalListener = (lines: readonly JournalLine[]) => void

/** Hands every new line to every listener, in order, once. */
export type JournalFeed = {
  listen(listener: JournalListener): () => void
  /** Looks at once, or after a short rest, instead of at the next turn; called after a commit of this process. */
  wake(): void
  stop(): Promise<void>
}

export type FeedOutside = {
  journal: Journal
  /** Calls `turn` again and again; returns how to stop. Other processes' lines are found at these turns. */
  everyTurn: (turn: () => void) => () => void
  /** Reading failed: the database is away. The next turn tries again from the same place. */
  onError: (error: unknown) => void
}

/** Starts behind the newest line. */
export function startJournalFeed({ journal, everyTurn, onError }: FeedOutside): JournalFeed {
  const listeners = new Set<JournalListener>()
  const readOn = createReadOn(journal, (lines) => {
    for (const listener of listeners) listener(lines)
  })
  const { wake, stop } = createWake(readOn, onError)
  wake()
  const stopTurns = everyTurn(wake)
  return {
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake,
    stop: async () => {
      stopTurns()
      await stop()
    },
  }
}

/** At a busy desk one reading serves many commits: open pages hear of them twenty times a second. */
const REST_MS = 50

/** Runs `work` when woken, never twice at once, and rests after it; woken meanwhile, it runs once more. */
function createWake(work: () => Promise<void>, onError: (error: unknown) => void) {
  let again = false
  let working: Promise<void> | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  const wake = () => {
    again = true
    if (working || resting) return
    again = false
    working = work().catch(onError).then(rest)
  }
  const rest = () => {
    working = undefined
    resting = setTimeout(() => {
      resting = undefined
      if (again) wake()
    }, REST_MS)
  }
  return {
    wake,
    stop: async () => {
      await working
      clearTimeout(resting)
    },
  }
}

const MOST_AT_ONCE = 500

/** Reads every new line there is, from where the last reading ended. */
function createReadOn(journal: Journal, give: JournalListener): () => Promise<void> {
  let place: JournalPlace | undefined
  return async () => {
    place ??= await journal.end()
    for (;;) {
      const lines = await journal.readAfter(place, MOST_AT_ONCE)
      const last = lines.at(-1)
      if (!last) return
      place = last.place
      give(lines)
      if (lines.length < MOST_AT_ONCE) return
    }
  }
}
