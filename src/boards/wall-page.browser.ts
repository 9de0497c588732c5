import { bringUpToDate } from '../platform/browser/bring-up-to-date.browser.ts'
import { keepAwake } from '../platform/browser/keep-awake.browser.ts'
import { listenForChanges } from '../platform/browser/listen-for-changes.browser.ts'
import { loadPage } from '../platform/browser/load-page.browser.ts'

/** The wall: numbers change in their place, and people move along the line. */

listenForChanges('/wall/events', async () => {
  const loaded = await loadPage(location.pathname + location.search).catch(() => undefined)
  if (loaded?.status !== 200) return
  moveWalkers(loaded.page)
  bringMainUpToDate(loaded.page)
})
keepAwake()

/** Everybody keeps their own element, so that a new stop is a move and not somebody else appearing. */
function moveWalkers(page: Document): void {
  const shown = document.querySelector('[data-walkers]')
  const wanted = page.querySelector('[data-walkers]')
  if (!shown || !wanted) return
  const known = new Map([...shown.querySelectorAll('[data-walker]')].map((one) => [idOf(one), one]))
  const walkers = [...wanted.querySelectorAll('[data-walker]')].map((next) => {
    const walker = known.get(idOf(next)) ?? document.importNode(next, true)
    bringUpToDate(walker, next)
    known.delete(idOf(next))
    return walker
  })
  for (const gone of known.values()) gone.remove()
  for (const walker of walkers) if (walker.parentNode !== shown) shown.append(walker)
}

function idOf(walker: Element): string {
  return walker.getAttribute('data-walker') ?? ''
}

function bringMainUpToDate(page: Document): void {
  const parts = [...document.querySelectorAll('main > :not([data-walkers])')]
  const wanted = [...page.querySelectorAll('main > :not([data-walkers])')]
  if (parts.length !== wanted.length) {
    location.reload()
    return
  }
  for (const [place, part] of parts.entries()) {
    const next = wanted[place]
    if (next) bringUpToDate(part, next)
  }
}
