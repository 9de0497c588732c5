import { loadPage, NoAnswer, type LoadedPage } from '../platform/browser/load-page.browser.ts'

/**
 * `queued`: there is no network. `asking`: it was sent, and what became of it is not known. `away`: the booth cannot
 * record anything now, and nothing was written.
 */
export type Unsure = 'asking' | 'queued' | 'away'

/** The wait for an answer, as the screen sees it. */
export type Waiting = {
  onUnsure: (kind: Unsure) => void
  /** Gives up: nobody looks at the answer any more. */
  signal: AbortSignal
}

const PATIENCE_MS = 5_000
const PAUSES_MS = [500, 1_000, 2_000, 3_000]
const SLOWEST_MS = 5_000
/** Asks at once instead of at the end of a pause; the button *Ask again*. */
export const ASK_NOW = 'ask-now'

/**
 * Posts a tap, again and again with the same scan id, until the server says what became of it. Anything but a clear
 * answer is "not sure": no answer in time, a cut connection, an error of the server's, too many requests.
 * @returns undefined when given up
 */
export async function sendTap(
  address: string,
  form: URLSearchParams,
  { onUnsure, signal }: Waiting,
): Promise<LoadedPage | undefined> {
  let isLost = false
  for (let tries = 0; !hasEnded(signal); tries++) {
    const tried = await tryOnce(address, form)
    if (hasEnded(signal)) return undefined
    if (tried.kind === 'clear') return tried.answer
    isLost ||= tried.kind !== 'away'
    // An earlier try whose answer was lost may have been written: then this one's "nothing was" is not the whole truth.
    onUnsure(isLost && tried.kind === 'away' ? 'asking' : tried.kind)
    await pause(Math.max(tried.waitMs, PAUSES_MS[tries] ?? SLOWEST_MS), signal)
  }
  return undefined
}

type Tried = { kind: 'clear'; answer: LoadedPage } | { kind: Unsure; waitMs: number }

async function tryOnce(address: string, form: URLSearchParams): Promise<Tried> {
  try {
    const answer = await loadPage(address, { form, patienceMs: PATIENCE_MS })
    const isClear = answer.status < 500 && answer.status !== 429
    return isClear
      ? { kind: 'clear', answer }
      : { kind: unsureOf(answer), waitMs: answer.retryAfterSeconds * 1000 }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return { kind: navigator.onLine ? 'asking' : 'queued', waitMs: 0 }
  }
}

function unsureOf({ page }: LoadedPage): Unsure {
  return page.querySelector('[data-answer="cannot-record"]') ? 'away' : 'asking'
}

function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted
}

/** Until the time is over, the network is back, or somebody asks now. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      document.removeEventListener(ASK_NOW, done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    addEventListener('online', done)
    document.addEventListener(ASK_NOW, done)
    signal.addEventListener('abort', done, { once: true })
  })
}
