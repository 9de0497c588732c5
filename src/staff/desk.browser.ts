import { formBody, type LoadedPage } from '../platform/browser/load-page.browser.ts'
import { createAnswerScreen, type AnswerScreen } from './answer-screen.browser.ts'
import { forgetTap, keepTap } from './open-taps.browser.ts'
import { ASK_NOW, sendTap, type Waiting } from './send-tap.browser.ts'
import { playSound, unlockSounds } from './sounds.browser.ts'

export type DeskPage = {
  /** Back to scanning; `page` is the scanning page as the server draws it now, where it has been sent already. */
  scanNext: (page?: Document) => void
}

export type Desk = {
  /** Posts a form and shows what came of it: amber until the server has answered, never a green of our own. */
  send: (form: HTMLFormElement, body: URLSearchParams) => Promise<void>
  /** An answer is awaited: no other code is read now. */
  isWaiting: () => boolean
  giveUp: () => void
  closeAnswer: () => void
  isAnswerOpen: () => boolean
}

/** An answer that comes sooner needs no screen of its own. */
const SHOW_WAITING_AFTER_MS = 300
const LOGGED_OUT = 403
const OURS =
  'form[data-look-up], form[data-hand-over], form[data-again], form[data-choices], form[data-tap]'

/** The two steps at the desk on one page: look up, hand over; and the next scan. */
export function openDesk({ scanNext }: DeskPage): Desk {
  const screen = createAnswerScreen()
  let waiting: AbortController | undefined
  const desk: Desk = {
    send: async (form, body) => {
      if (waiting) return
      const own = (waiting = new AbortController())
      const answer = await sendKept(form, body, amber(screen, own.signal))
      if (!answer) return
      waiting = undefined
      if (answer.page.querySelector('[data-look-up]')) scanNext(answer.page)
      else if (screen.show(answer.page) !== '') playSound(screen.sound())
    },
    isWaiting: () => waiting !== undefined,
    giveUp: () => {
      waiting?.abort()
      waiting = undefined
    },
    closeAnswer: screen.close,
    isAnswerOpen: screen.isOpen,
  }
  listenToForms(desk)
  listenToLeaving(screen, () => {
    desk.giveUp()
    scanNext()
  })
  unlockAtFirstTap()
  return desk
}

async function sendKept(
  form: HTMLFormElement,
  body: URLSearchParams,
  waiting: Waiting & { done: () => void },
): Promise<LoadedPage | undefined> {
  // A look-up changes nothing: what became of it need not be asked.
  const scanId = form.matches('[data-look-up], [data-choices]') ? '' : (body.get('scanId') ?? '')
  if (scanId) keepTap(scanId)
  const answer = await sendTap(form.action, body, waiting)
  waiting.done()
  // A phone that lost its login in between does not know what became of the tap.
  if (answer && answer.status !== LOGGED_OUT) forgetTap(scanId)
  return answer
}

/** Amber after a moment in silence; with its sound as soon as something went wrong. */
function amber(screen: AnswerScreen, signal: AbortSignal): Waiting & { done: () => void } {
  const slow = setTimeout(() => {
    screen.showUnsure('asking')
  }, SHOW_WAITING_AFTER_MS)
  const done = () => {
    clearTimeout(slow)
  }
  signal.addEventListener('abort', done, { once: true })
  let isHeard = false
  return {
    signal,
    done,
    onUnsure: (kind) => {
      done()
      screen.showUnsure(kind)
      if (!isHeard) playSound(screen.sound())
      isHeard = true
    },
  }
}

function listenToForms({ send }: Desk): void {
  document.addEventListener('submit', (event) => {
    const { target: form, submitter } = event
    if (!(form instanceof HTMLFormElement) || !form.matches(OURS)) return
    event.preventDefault()
    void send(form, formBody(form, submitter))
  })
}

/** The answer's own button and the phone's Back. */
function listenToLeaving({ onBack, isOpen }: AnswerScreen, leave: () => void): void {
  onBack(() => {
    const wasOpen = isOpen()
    if (wasOpen) leave()
    return wasOpen
  })
  document.addEventListener('click', (event) => {
    const { target } = event
    if (!(target instanceof Element)) return
    if (target.closest('[data-ask-now]')) document.dispatchEvent(new Event(ASK_NOW))
    if (!target.closest('.answer-actions a')) return
    event.preventDefault()
    leave()
  })
}

function unlockAtFirstTap(): void {
  const sounds = document.querySelector<HTMLElement>('[data-sounds]')?.dataset['sounds'] ?? ''
  const unlock = () => {
    unlockSounds(sounds.split(' ').filter(Boolean))
  }
  document.addEventListener('pointerdown', unlock, { once: true })
  document.addEventListener('keydown', unlock, { once: true })
}
