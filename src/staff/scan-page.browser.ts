import type { ClaimCode } from '../claims/claim-code.ts'
import { bringUpToDate } from '../platform/browser/bring-up-to-date.browser.ts'
import { keepAwake } from '../platform/browser/keep-awake.browser.ts'
import { formBody, loadPage } from '../platform/browser/load-page.browser.ts'
import { openDesk } from './desk.browser.ts'
import { forgetTap, newScanId, openTaps } from './open-taps.browser.ts'
import { scanByCamera } from './scan-camera.browser.ts'
import { listenToWedgeScanner } from './wedge-scanner.browser.ts'

/** A tap on its way when the page was left has reached the server after so long, or never will. */
const ON_ITS_WAY_MS = 6_000

/** The visitor just served may still hold the code up when *Next scan* is tapped: that is no second scan. */
const STILL_HELD_UP_MS = 2_000
const answered = { code: '', at: 0 }

const form = document.querySelector<HTMLFormElement>('form[data-look-up]')
const area = document.querySelector<HTMLElement>('[data-camera]')
const desk = openDesk({ scanNext: (page) => void scanNext(page) })

listenToWedgeScanner(lookUp)
if (area)
  scanByCamera(area, {
    isWanted: () => !desk.isAnswerOpen() && !desk.isWaiting(),
    onCode: (code) => {
      if (code !== answered.code || Date.now() > answered.at + STILL_HELD_UP_MS) lookUp(code)
    },
  })
keepAwake()
void askAboutOpenTaps()

function lookUp(code: ClaimCode): void {
  if (!form || desk.isWaiting()) return
  answered.code = code
  const body = formBody(form)
  body.set('code', code)
  body.set('scanId', newScanId())
  void desk.send(form, body)
}

async function scanNext(page?: Document): Promise<void> {
  desk.closeAnswer()
  answered.at = Date.now()
  form?.reset()
  giveNewScanId()
  showOpenTap(false)
  await refreshLast(page)
  await askAboutOpenTaps()
}

async function refreshLast(page?: Document): Promise<void> {
  const fresh = page ?? (await loadPage('/staff').catch(() => undefined))?.page
  const shown = document.querySelector('.last')
  if (!fresh || !shown) return
  const last = fresh.querySelector('.last')
  if (last) bringUpToDate(shown, last)
  // This phone is no longer enrolled: the page that says so takes this one's place.
  else location.reload()
}

/** Each look-up has an id of its own; the one the page came with may be spent. */
function giveNewScanId(): void {
  const field = form?.elements.namedItem('scanId')
  if (field instanceof HTMLInputElement) field.value = newScanId()
}

/** After a reload, or when staff would not wait: what became of the taps whose answer never came. */
async function askAboutOpenTaps(): Promise<void> {
  if (openTaps().length === 0) return
  await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY_MS))
  for (const scanId of openTaps()) {
    const answer = await fetch(`/staff/taps/${scanId}`).catch(() => undefined)
    // A tap that is being sent just now is not lost.
    if (!answer?.ok || desk.isWaiting()) return
    const { verdict } = (await answer.json()) as { verdict: string }
    forgetTap(scanId)
    if (verdict === '') showOpenTap(true)
  }
  await refreshLast()
}

/** It never arrived: nothing was handed over, so it is scanned again. */
function showOpenTap(isLost: boolean): void {
  const words = document.querySelector<HTMLElement>('[data-open-scan]')
  if (words) words.hidden = !isLost
}
