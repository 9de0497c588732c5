import type { Journal, JournalLine, JournalPlace } from './journal.ts'

export type JournalListener = (lines: readonly JournalLine[]) => void

/** Hands every new line to every listener, in order, once. */
export type JournalFeed = {
  listen(listener: JournalListener): () => void
  /** Looks now instead of at the next turn; called after a commit of this process. */
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
  const { wake, settled } = createWake(readOn, onError)
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
      await settled()
    },
  }
}

/** Runs `work` when woken, never twice at once; woken meanwhile, it runs once more. */
function createWake(work: () => Promise<void>, onError: (error: unknown) => void) {
  let again = false
  let working: Promise<void> | undefined
  const workWhileAsked = async () => {
    while (again) {
      again = false
      await work().catch(onError)
    }
    working = undefined
  }
  return {
    wake: () => {
      again = true
      working ??= workWhileAsked()
    },
    settled: async () => working,
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
