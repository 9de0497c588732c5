/** A burst of changes asks for the page once, and then at most once in so many milliseconds. */
const PAUSE_MS = 1_000
/** A proxy may answer an error, after which browsers do not come back by themselves. */
const REOPEN_MS = 5_000

/**
 * Calls `changed` when the server says on `address` that something changed, and after every (re)connection, because
 * something may have happened in between.
 */
export function listenForChanges(address: string, changed: () => Promise<void>): void {
  const ask = oneAtATime(changed)
  let source: EventSource | undefined
  const open = () => {
    const opened = (source = new EventSource(address))
    opened.addEventListener('open', ask)
    opened.addEventListener('changed', ask)
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) setTimeout(open, REOPEN_MS)
    })
  }
  window.addEventListener('pagehide', () => {
    source?.close()
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) open()
  })
  open()
}

/** While `work` runs and for a pause after it began, further calls become one. */
function oneAtATime(work: () => Promise<void>): () => void {
  let isResting = false
  let isDue = false
  const run = () => {
    isDue = isResting
    if (isResting) return
    isResting = true
    void Promise.allSettled([work(), pause(PAUSE_MS)]).then(() => {
      isResting = false
      if (isDue) run()
    })
  }
  return run
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
