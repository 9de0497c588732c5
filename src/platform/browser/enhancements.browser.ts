/** Copying, showing a key, filling a field, printing: what buttons with `data-needs-script` do, on any page. */

const SERVED = '[data-copy], [data-show], [data-fill], [data-print]'
const SAYS_COPIED_MS = 2_000

/** Shows the buttons in `root` that only a script can serve. */
export function showButtons(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLElement>(SERVED)) button.hidden = false
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>(SERVED) : null
  if (!button) return
  const { copy, show, fill, print } = button.dataset
  if (copy !== undefined) void copyText(button, copy)
  if (show !== undefined) showOrHide(button, show)
  if (fill !== undefined) fillField(button, fill)
  if (print !== undefined) window.print()
})

document.addEventListener('submit', ({ target, defaultPrevented }) => {
  const busy = target instanceof Element ? target.querySelector<HTMLElement>('[data-busy]') : null
  if (busy && !defaultPrevented) busy.hidden = false
})

// A page kept for Back must not say that it still waits.
window.addEventListener('pageshow', () => {
  for (const busy of document.querySelectorAll<HTMLElement>('[data-busy]')) busy.hidden = true
})

showButtons(document)

async function copyText(button: HTMLElement, selector: string): Promise<void> {
  const source = document.querySelector(selector)
  if (!source) return
  const copied = await copyByClipboard(source.textContent).catch(() => copyBySelection(source))
  if (copied) sayFor(button, button.dataset['copied'] ?? '')
}

/** Exists over HTTPS and on localhost only. @throws where it does not exist or is refused */
async function copyByClipboard(text: string): Promise<boolean> {
  await navigator.clipboard.writeText(text)
  return true
}

/** The older way, for a booth on plain HTTP; what stays selected can still be copied by hand. */
function copyBySelection(source: Element): boolean {
  getSelection()?.selectAllChildren(source)
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a secure context
  return document.execCommand('copy')
}

/** Says `words` on the button for a moment; what only screen readers hear beside it stays. */
function sayFor(button: HTMLElement, words: string): void {
  const label = button.firstChild
  if (!label || label.nodeValue === words) return
  const before = label.nodeValue
  label.nodeValue = words
  setTimeout(() => {
    label.nodeValue = before
  }, SAYS_COPIED_MS)
}

function showOrHide(button: HTMLElement, selector: string): void {
  const field = document.querySelector(selector)
  if (!(field instanceof HTMLInputElement)) return
  field.type = field.type === 'password' ? 'text' : 'password'
  const other = button.dataset['hide'] ?? ''
  button.dataset['hide'] = button.textContent
  button.textContent = other
}

function fillField(button: HTMLElement, selector: string): void {
  const field = document.querySelector(selector)
  if (!(field instanceof HTMLInputElement)) return
  field.value = button.textContent.trim()
  field.focus()
}
