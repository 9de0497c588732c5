import { bringUpToDate } from '../platform/browser/bring-up-to-date.browser.ts'
import { showButtons } from '../platform/browser/enhancements.browser.ts'
import { listenForChanges } from '../platform/browser/listen-for-changes.browser.ts'
import { loadPage } from '../platform/browser/load-page.browser.ts'
import { followHandWait } from './hand-wait.browser.ts'
import { drawNextCheck, secondsUntilCheck, setNextCheck } from './next-check-words.browser.ts'

/** What follows the truth while the page is open; forms and open details are the person's own. */
const LIVE = [
  '.mission-way',
  '.verdict',
  '.mission-choice',
  '.see-it',
  '[aria-labelledby="attempts-title"]',
  ...['cluster', 'connect', 'install', 'settings', 'start'].flatMap((step) => [
    `#step-${step} > summary`,
  ]),
]
/** A check waits 10 s in line and takes 8.5 s at most; a connection that answers nothing for so long is dead. */
const PATIENCE_MS = 20_000
/** A day's worth of checks is through: the server says when again, and is asked now and then in case it forgot. */
const LONGEST_WAIT_SECONDS = 3_600
const TRY_AGAIN_SECONDS = 10
/** Pages of many people must not ask in step. */
const SPREAD = 0.1

const base = /^\/m\/[^/]+/.exec(location.pathname)?.[0] ?? location.pathname
let timer: ReturnType<typeof setTimeout> | undefined
let isChecking = false

listenForChanges(`${base}/events`, refresh)
window.addEventListener('online', () => {
  if (mayCheck()) checkIn(0)
})
drawNextCheck(document)
followHandWait(document)
if (mayCheck()) checkIn(secondsUntilCheck())

/** The server draws the button *Check now* only where an address and a key are here and the mission is not passed. */
function mayCheck(): boolean {
  return document.querySelector('[data-check]') !== null
}

function checkIn(seconds: number): void {
  clearTimeout(timer)
  const milliseconds = seconds * 1000 * spread()
  setNextCheck(Date.now() + milliseconds)
  timer = setTimeout(() => void check(), milliseconds)
}

/** 0.9 to 1.1 */
function spread(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint8Array(1))
  return 1 - SPREAD + (2 * SPREAD * drawn) / 255
}

async function check(): Promise<void> {
  if (isChecking) return
  isChecking = true
  const next = await askServer().catch(() => 'unreachable' as const)
  isChecking = false
  showUnreachable(next === 'unreachable')
  if (next === 'passed') showPass()
  else if (next === 'unreachable') checkIn(TRY_AGAIN_SECONDS)
  else if (next !== 'stop') {
    checkIn(next)
    await refresh()
  }
}

type Watched = { outcome: string; seconds: number }

/** @returns the seconds until it should be asked again. @throws when the booth cannot be reached */
async function askServer(): Promise<number | 'passed' | 'stop' | 'unreachable'> {
  const answer = await fetch(`${base}/watch`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (answer.status >= 500) return 'unreachable'
  if (!answer.ok) return 'stop'
  const { outcome, seconds } = (await answer.json()) as Watched
  return outcome === 'passed' ? 'passed' : Math.min(seconds, LONGEST_WAIT_SECONDS)
}

/** Asks for the page itself and brings its live parts up to date; this device or another one made the change. */
async function refresh(): Promise<void> {
  const loaded = await loadPage(`${base}${location.search}`).catch(() => undefined)
  if (loaded?.status !== 200) return
  const { page } = loaded
  if (isPassed(page) && !isPassed(document)) {
    showPass()
    return
  }
  showButtons(page)
  drawNextCheck(page)
  followHandWait(page)
  for (const part of LIVE) refreshPart(part, page)
  refreshSteps(page)
}

function refreshPart(selector: string, page: Document): void {
  const shown = document.querySelector(selector)
  const wanted = page.querySelector(selector)
  if (shown && wanted) bringUpToDate(shown, wanted)
}

/** A step that became the next one opens; none is ever closed under a reader. */
function refreshSteps(page: Document): void {
  for (const step of document.querySelectorAll<HTMLDetailsElement>('details.step')) {
    const wanted = page.getElementById(step.id)
    if (!wanted || wanted.className === step.className) continue
    step.className = wanted.className
    if (wanted.hasAttribute('open')) step.open = true
  }
}

function isPassed(page: Document): boolean {
  return page.querySelector('[data-verdict="passed"]') !== null
}

/** The pass is a page of its own: receipt, the way to the shirt, nothing left to check. */
function showPass(): void {
  location.replace(base)
}

function showUnreachable(isUnreachable: boolean): void {
  const words = document.querySelector<HTMLElement>('[data-unreachable]')
  if (words) words.hidden = !isUnreachable
}
