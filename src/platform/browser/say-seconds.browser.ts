/** Puts the seconds left into a sentence that names a number; `data-one` is the sentence for one second. */
export function saySeconds(words: HTMLElement, left: number): void {
  const one = words.dataset['one']
  const text = left === 1 && one ? one : words.textContent.replace(/\d+/, String(left))
  if (words.textContent !== text) words.textContent = text
}
