/** What belongs to the person at the page, not to the server: opened details, chosen and typed values. */
const THEIRS = new Set(['open', 'checked', 'value'])

/**
 * Makes `shown` look like `wanted` and touches nothing that is the same already: focus, selection and open details
 * stay, and screen readers hear only what changed.
 */
export function bringUpToDate(shown: Element, wanted: Element): void {
  if (shown.isEqualNode(wanted)) return
  copyAttributes(shown, wanted)
  const own = [...shown.childNodes]
  const next = [...wanted.childNodes]
  if (own.length === next.length && own.every((node, place) => isAlike(node, next[place]))) {
    for (const [place, node] of own.entries()) bringNodeUpToDate(node, next[place])
    return
  }
  shown.replaceChildren(...next.map((node) => document.importNode(node, true)))
}

function isAlike(shown: Node, wanted: Node | undefined): boolean {
  return shown.nodeName === wanted?.nodeName
}

function bringNodeUpToDate(shown: Node, wanted: Node | undefined): void {
  if (shown instanceof Element && wanted && isElement(wanted)) bringUpToDate(shown, wanted)
  else if (wanted && shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE
}

function copyAttributes(shown: Element, wanted: Element): void {
  for (const { name } of [...shown.attributes])
    if (!wanted.hasAttribute(name) && !THEIRS.has(name)) shown.removeAttribute(name)
  for (const { name, value } of wanted.attributes)
    if (shown.getAttribute(name) !== value && !THEIRS.has(name)) shown.setAttribute(name, value)
}
