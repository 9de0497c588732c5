import type { TargetRefusal } from './target.ts'

/** Longer than any endpoint or Cloud ID; bounds the work of every later rule. */
const LONGEST_TEXT = 1024

const STARTS_WITH_SCHEME = /^[a-z]+:\/\//i
const PRINTABLE_ASCII = /^[\u0021-\u007e]+$/
const BASE64_ALPHABET = /^[A-Za-z0-9+/]+={0,2}$/
/** Only what a paste adds at its ends; other blanks are part of the text and refused. */
const BLANKS = ' \t\r\n'

export type TidyText =
  { kind: 'address' | 'code'; text: string } | { kind: 'refused'; reason: TargetRefusal }

/** Rules 1 and 2: what is left to judge once blanks and a Cloud ID's label are gone. */
export function tidyText(typed: unknown): TidyText {
  if (typeof typed !== 'string') return refuse('type')
  const trimmed = trimEnds(typed)
  if (trimmed === '') return refuse('empty')
  if (trimmed.length > LONGEST_TEXT) return refuse('too_long')

  const isAddress = STARTS_WITH_SCHEME.test(trimmed)
  const text = isAddress ? trimmed : dropLabel(trimmed)
  if (!PRINTABLE_ASCII.test(text)) return refuse('bad_chars')
  return { kind: isAddress ? 'address' : 'code', text }
}

/** By index: a pattern anchored at the end would try every blank of a long run again. */
function trimEnds(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && BLANKS.includes(text.charAt(start))) start += 1
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** People name deployments in any script and with blanks; the name is never used, shown or logged. */
function dropLabel(text: string): string {
  const code = text.slice(text.lastIndexOf(':') + 1)
  return BASE64_ALPHABET.test(code) ? code : text
}

function refuse(reason: TargetRefusal): TidyText {
  return { kind: 'refused', reason }
}
