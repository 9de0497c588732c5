import { bringUpToDate } from '../platform/browser/bring-up-to-date.browser.ts'
import { keepAwake } from '../platform/browser/keep-awake.browser.ts'
import { listenForChanges } from '../platform/browser/listen-for-changes.browser.ts'
import { loadPage } from '../platform/browser/load-page.browser.ts'
import { keepCopyAsSoonAsPossible } from './offline-copy.browser.ts'

/** Choosing sees the stock as it is now; a claim turns into "handed over" while it is being held up. */

const base = /^\/m\/[^/]+/.exec(location.pathname)?.[0] ?? ''
const claim = `${base}/claim`

listenForChanges(`${base}/events`, followClaim)
// Who stands in line moves up when others leave, and may take what comes back elsewhere.
if (choices(document)) listenForChanges('/wall/events', followStock)
else keepAwake()
if (line(document)) listenForChanges('/wall/events', followClaim)
// A full disk or a private window keeps nothing; the page works without.
keepCopyAsSoonAsPossible(claim)

function choices(page: Document): Element | null {
  return page.querySelector('.colours')
}

function line(page: Document): Element | null {
  return page.querySelector('[data-live="claim"]')
}

/** Another device, the desk or the clock changed this claim: the page of its new state is another page. */
async function followClaim(): Promise<void> {
  const page = await load()
  if (!page) return
  const inLine = line(document)
  const stillInLine = line(page)
  if (inLine && stillInLine) {
    bringUpToDate(inLine, stillInLine)
    return
  }
  const isSame = page.title === document.title && sameMain(page)
  if (!isSame && !(choices(page) && choices(document))) location.replace(claim)
}

/** The code, the place in the line: anything said in words. */
function sameMain(page: Document): boolean {
  return page.querySelector('main')?.textContent === document.querySelector('main')?.textContent
}

async function followStock(): Promise<void> {
  const page = await load()
  const shown = choices(document)
  const wanted = page && choices(page)
  if (!shown || !wanted) return
  bringUpToDate(shown, wanted)
  followWaitable(page)
  // What is gone cannot stay chosen: the form would post nothing and say nothing.
  for (const size of shown.querySelectorAll<HTMLInputElement>('input:disabled'))
    size.checked = false
}

/** Not while somebody is choosing in it. */
function followWaitable(page: Document): void {
  const shown = document.querySelector('[data-waitable]')
  const wanted = page.querySelector('[data-waitable]')
  if (shown && wanted && !shown.contains(document.activeElement)) bringUpToDate(shown, wanted)
}

async function load(): Promise<Document | undefined> {
  const loaded = await loadPage(claim + location.search).catch(() => undefined)
  // Deleted, on another device perhaps: a code must not stay on the screen.
  if (loaded?.status === 404) location.replace(claim)
  return loaded?.status === 200 ? loaded.page : undefined
}
