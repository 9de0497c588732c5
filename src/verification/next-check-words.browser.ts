/** Says beside `data-until` in how many seconds the next check comes: "in 5 sec.", "5초 후", "5 秒後". */

const words = new Intl.RelativeTimeFormat(document.documentElement.lang, {
  numeric: 'auto',
  style: 'short',
})
const TURN_MS = 1_000

let nextAt: number | undefined

/** Writes the seconds left into `root`; screen readers have the time beside it and are not told every second. */
export function drawNextCheck(root: ParentNode): void {
  const place = root.querySelector<HTMLElement>('[data-until]')
  if (!place) return
  const at = nextAt ?? Date.parse(place.dataset['until'] ?? '')
  const seconds = Math.max(0, Math.ceil((at - Date.now()) / 1000))
  // The page's parts may be of another document, whose elements are not ours to import here.
  const shown = place.querySelector('[data-seconds]') ?? place.appendChild(newPlace(place))
  const text = ` (${words.format(seconds, 'second')})`
  if (shown.textContent !== text) shown.textContent = text
}

/** The page itself decides when it asks again; `undefined`: as the server said. */
export function setNextCheck(at: number | undefined): void {
  nextAt = at
  drawNextCheck(document)
}

/** Seconds until the server wants to be asked again, as the page says; at most a minute, whatever this clock shows. */
export function secondsUntilCheck(): number {
  const until = document.querySelector<HTMLElement>('[data-until]')?.dataset['until']
  const seconds = until === undefined ? 0 : (Date.parse(until) - Date.now()) / 1000
  return Math.min(60, Math.max(0, seconds))
}

function newPlace(beside: HTMLElement): HTMLElement {
  const place = beside.ownerDocument.createElement('span')
  place.dataset['seconds'] = ''
  place.setAttribute('aria-hidden', 'true')
  return place
}

setInterval(() => {
  drawNextCheck(document)
}, TURN_MS)
