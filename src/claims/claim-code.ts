import type { Branded } from '../shared/brand.ts'
import {
  drawSymbols,
  firstForeignSymbol,
  hasValidCheck,
  inHalves,
  tidySymbols,
  type Pick,
} from '../shared/symbols.ts'

/** Ten bare capitals, the last one a check symbol: `K7M2X9QP4J`. Stored and put into the QR like this. */
export type ClaimCode = Branded<'ClaimCode'>

export type CodeReading =
  | { kind: 'code'; code: ClaimCode }
  | { kind: 'wrong-length'; length: number }
  /** `hint` tells the look-alikes apart: codes have no zero, no O and no U. */
  | { kind: 'forbidden-symbol'; symbol: string; hint: 'zero-or-o' | 'u' | 'other' }
  /** Ten good symbols whose check fails: no database need be asked. */
  | { kind: 'typing-error' }

const CODE_LENGTH = 10

/** Reads what was typed, pasted or scanned; of a link, its fragment or last path part. */
export function readClaimCode(typed: string): CodeReading {
  // What a QR holds needs no tidying.
  if (isWhole(typed)) return { kind: 'code', code: typed }
  const [first = '', ...others] = partsOf(typed.normalize('NFKC').trim())
  const reading = readPart(first)
  const better = others.map(readPart).find(({ kind }) => kind === 'code')
  return reading.kind === 'code' ? reading : (better ?? reading)
}

/** The code in `typed`, for those who need no reason why not. */
export function parseClaimCode(typed: string): ClaimCode | undefined {
  const reading = readClaimCode(typed)
  return reading.kind === 'code' ? reading.code : undefined
}

/** A new code; `pick(max)` gives a whole number from 0 to max-1. */
export function createClaimCode(pick: Pick): ClaimCode {
  return drawSymbols(CODE_LENGTH - 1, pick) as ClaimCode
}

/** As it is read aloud, symbol by symbol, with a pause in the middle: `K 7 M 2 X, 9 Q P 4 J`. */
export function spellClaimCode(code: ClaimCode): string {
  return inHalves(code)
    .split('-')
    .map((half) => Array.from(half).join(' '))
    .join(', ')
}

function readPart(part: string): CodeReading {
  const tidy = tidySymbols(part)
  if (tidy.length !== CODE_LENGTH) return { kind: 'wrong-length', length: tidy.length }
  const symbol = firstForeignSymbol(tidy)
  if (symbol !== undefined) return { kind: 'forbidden-symbol', symbol, hint: hintFor(symbol) }
  return isWhole(tidy) ? { kind: 'code', code: tidy } : { kind: 'typing-error' }
}

function isWhole(text: string): text is ClaimCode {
  return text.length === CODE_LENGTH && hasValidCheck(text)
}

function hintFor(symbol: string): 'zero-or-o' | 'u' | 'other' {
  if (symbol === '0' || symbol === 'O') return 'zero-or-o'
  return symbol === 'U' ? 'u' : 'other'
}

/** A code holds neither `/` nor `#`; text that does is a link. */
function partsOf(text: string): string[] {
  const [link = '', fragment = ''] = text.split('#', 2)
  const path = link.split('?', 1)[0] ?? ''
  const last = path.split('/').findLast((part) => part !== '')
  return [fragment, last ?? ''].filter((part) => part !== '')
}
