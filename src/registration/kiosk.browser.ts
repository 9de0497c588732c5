import { bringUpToDate } from '../platform/browser/bring-up-to-date.browser.ts'
import '../platform/browser/enhancements.browser.ts'
import { loadPage } from '../platform/browser/load-page.browser.ts'
import { saySeconds } from '../platform/browser/say-seconds.browser.ts'

/** The kiosk forgets: nothing of one person may be there for the next, whatever Back, history or a cache would show. */

const HOME = '/kiosk'
const WARN_AFTER_SECONDS = 75
const HOME_AFTER_SECONDS = 90
const TRY_AGAIN_MS = 3_000
const LOOK_AGAIN_MS = 20_000
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'input', 'touchstart', 'wheel'] as const

// Every entry of the history leads to the first screen.
history.replaceState(null, '', HOME)
forgetForms()
window.addEventListener('pageshow', ({ persisted }) => {
  forgetForms()
  if (persisted) void goHome()
})

const countdown = document.querySelector<HTMLElement>('[data-countdown]')
const warning = document.querySelector<HTMLElement>('[data-idle-warning]')
if (countdown) countDown(countdown)
else if (warning) watchIdle(warning)
else followPresenceCode()

function forgetForms(): void {
  for (const form of document.forms) form.reset()
}

/** The last screen: its time runs out whether somebody touches it or not. */
function countDown(words: HTMLElement): void {
  const until = Date.now() + Number(words.dataset['countdown']) * 1000
  every(() => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    saySeconds(words, left)
    if (left > 0) return 'again'
    void goHome(document.querySelector('form'))
    return 'done'
  })
}

/** Everywhere else: a warning first, then the first screen. */
function watchIdle(sheet: HTMLElement): void {
  let since = Date.now()
  const stay = () => {
    since = Date.now()
    sheet.hidden = true
  }
  for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, stay, { passive: true })
  every(() => {
    const idle = (Date.now() - since) / 1000
    if (idle >= HOME_AFTER_SECONDS) {
      void goHome()
      return 'done'
    }
    if (idle >= WARN_AFTER_SECONDS) warn(sheet, Math.ceil(HOME_AFTER_SECONDS - idle))
    return 'again'
  })
}

function warn(sheet: HTMLElement, secondsLeft: number): void {
  const seconds = sheet.querySelector('[data-idle-seconds]')
  if (seconds) seconds.textContent = String(secondsLeft)
  if (!sheet.hidden) return
  sheet.hidden = false
  sheet.querySelector<HTMLElement>('[data-idle-stay]')?.focus()
}

/** The first screen waits for hours: the code on it must be the one that holds. */
function followPresenceCode(): void {
  setInterval(() => {
    void loadPage(HOME)
      .then(({ status, page }) => {
        const shown = document.querySelector('[data-presence]')
        const wanted = page.querySelector('[data-presence]')
        if (status === 200 && shown && wanted) bringUpToDate(shown, wanted)
      })
      .catch(() => undefined)
  }, LOOK_AGAIN_MS)
}

/** Wipes the screen at once, and leaves it as soon as the booth answers: a browser's error page would stay for ever. */
async function goHome(form?: HTMLFormElement | null): Promise<void> {
  document.body.hidden = true
  while (!(await boothAnswers())) await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS))
  if (form) form.submit()
  else location.replace(HOME)
}

async function boothAnswers(): Promise<boolean> {
  return fetch(HOME, { method: 'HEAD' }).then(
    () => true,
    () => false,
  )
}

function every(turn: () => 'again' | 'done'): void {
  const timer = setInterval(() => {
    if (turn() === 'done') clearInterval(timer)
  }, 1_000)
}
