/** In what a tag that arrived differs from the attendee's own. */
export const DIFFERENCES = [
  'case',
  'underscore',
  'blanks',
  'quotes',
  'signs',
  'several-words',
  'cut-off',
  'too-long',
  'one-letter',
] as const
export type Difference = (typeof DIFFERENCES)[number]

const QUOTES = /["'`\u2018-\u201f\u00ab\u00bb\u300c-\u300f]/
const BLANKS = /[\s\u200b-\u200d\u2060\ufeff]/
const LONGEST_COMPARED = 128

/**
 * Names how `arrived` misses `tag` narrowly, or undefined when it is not close, or equal. Tags carry
 * eight random symbols and a check, so two people's tags are never one letter apart.
 */
export function compareTags(tag: string, arrived: string): Difference | undefined {
  if (arrived === tag || arrived.length > LONGEST_COMPARED) return undefined
  if (fold(arrived) === fold(tag)) return sameLetters(tag, arrived)
  if (arrived.split(/[\s,;]+/).some((word) => fold(word) === fold(tag))) return 'several-words'
  return otherLetters(fold(tag), fold(arrived))
}

/** Letters and digits only: what is left when case, signs, quotes and blanks do not matter. */
export function fold(text: string): string {
  return text
    .slice(0, LONGEST_COMPARED)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

function sameLetters(tag: string, arrived: string): Difference {
  if (QUOTES.test(arrived)) return 'quotes'
  if (BLANKS.test(arrived)) return 'blanks'
  if (arrived.toLowerCase() === tag.toLowerCase()) return 'case'
  const dashed = arrived.toLowerCase().replaceAll('_', '-')
  return dashed === tag.toLowerCase() ? 'underscore' : 'signs'
}

/** `tag` and `arrived` are folded. A piece must be longer than half the tag, else it is any word. */
function otherLetters(tag: string, arrived: string): Difference | undefined {
  const isPiece = arrived.length * 2 > tag.length
  if (isPiece && (tag.startsWith(arrived) || tag.endsWith(arrived))) return 'cut-off'
  if (arrived.startsWith(tag) || arrived.endsWith(tag)) return 'too-long'
  return isOneLetterApart(tag, arrived) ? 'one-letter' : undefined
}

/** One letter wrong, missing or too many, or two neighbours swapped: judged where they first differ. */
function isOneLetterApart(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const restOfA = a.slice(start)
  const restOfB = b.slice(start)
  return (
    restOfA.slice(1) === restOfB.slice(1) ||
    restOfA.slice(1) === restOfB ||
    restOfA === restOfB.slice(1) ||
    swapped(restOfA) === restOfB
  )
}

function swapped([first = '', second = '', ...rest]: string): string {
  return [second, first, ...rest].join('')
}
