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
  let place: JournalPlace | undefined
  let again = false
  let reading: Promise<void> | undefined

  const readOn = async () => {
    place ??= await journal.end()
    do {
      again = false
      const lines = await journal.readAfter(place)
      place = lines.at(-1)?.place ?? place
      if (lines.length > 0) for (const listener of listeners) listener(lines)
      again ||= lines.length > 0
    } while (again)
  }
  const wake = () => {
    again = true
    reading ??= readOn()
      .catch((error: unknown) => {
        again = false
        onError(error)
      })
      .finally(() => {
        reading = undefined
        // Somebody may have called between the last look and here.
        if (again) wake()
      })
  }
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
      await reading
    },
  }
}
