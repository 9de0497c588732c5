import { saySeconds } from '../platform/browser/say-seconds.browser.ts'

/** Counts down until checking by hand works again, and holds its button back until then. */

/** Four looks a second: with one, a second could be left out, and the button come late. */
const TURN_MS = 250

/** By this browser's own clock: the server says seconds, because clocks differ. */
let until = 0

/** Takes over what `page`, fresh from the server, says; its words are then right from the first moment. */
export function followHandWait(page: ParentNode): void {
  const words = wordsIn(page)
  until = words ? Date.now() + Number(words.dataset['handWait']) * 1000 : 0
  draw(page)
}

function draw(page: ParentNode): void {
  const words = wordsIn(page)
  const left = Math.ceil((until - Date.now()) / 1000)
  if (words) {
    words.hidden = left <= 0
    if (left > 0) saySeconds(words, left)
  }
  const button = page.querySelector<HTMLButtonElement>('[data-check] button')
  if (button) button.disabled = left > 0
}

function wordsIn(page: ParentNode): HTMLElement | null {
  return page.querySelector<HTMLElement>('[data-hand-wait]')
}

setInterval(() => {
  draw(document)
}, TURN_MS)
