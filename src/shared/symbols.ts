/** 31 symbols, each unlike every other in print and by voice: no 0, I, L, O, U. A symbol's value is its place. */
const SYMBOLS = '123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Fewer different symbols read like a pattern, and `1111111111` would pass the check. */
const LEAST_DIFFERENT = 5
const MOST_DRAWS = 1_000

/** Words nobody should have to show at a counter, as these symbols can spell them (1 for I and L, V for U). */
const BLOCKED_WORDS =
  '1488 88 69 ASS ANA1 ARSE B1TCH BDSM C1T CRAP CVM CVNT DAMN D1CK DEATH FAG FART FCK FVCK GAY HE11 JAP KKK K111 MERDE NAZ1 NEGER PEN1S PEE1 RAPE SEX SH1T S1VT SPERM TARD T1TS TWAT WTF XXX'.split(
    ' ',
  )

/** A whole number from 0 to max − 1, each equally likely, from the system's generator. */
export type Pick = (max: number) => number

/**
 * The symbol that makes the weighted sum divisible by 31. Weights count down to 1 at the check symbol, so 31 being prime
 * every single wrong symbol and every swap of two is noticed. `body` holds at most 29 of the symbols.
 */
export function checkSymbolFor(body: string): string {
  const rest = weightedSum(`${body}${SYMBOLS.charAt(0)}`) % SYMBOLS.length
  return SYMBOLS.charAt((SYMBOLS.length - rest) % SYMBOLS.length)
}

/** Does `text`, whose last symbol is the check symbol, hold together? */
export function hasValidCheck(text: string): boolean {
  return firstForeignSymbol(text) === undefined && weightedSum(text) % SYMBOLS.length === 0
}

/** The first character of `text` that is none of the symbols. */
export function firstForeignSymbol(text: string): string | undefined {
  for (const character of text) if (!SYMBOLS.includes(character)) return character
  return undefined
}

/** As people read and type a code: `K7M2X9QP4J` is shown as `K7M2X-9QP4J`. */
export function inHalves(code: string): string {
  return `${code.slice(0, code.length / 2)}-${code.slice(code.length / 2)}`
}

/** `length` random symbols and a check symbol, drawn again while it reads like a pattern or a word. */
export function drawSymbols(length: number, pick: Pick): string {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const body = Array.from({ length }, () => SYMBOLS.charAt(pick(SYMBOLS.length))).join('')
    const drawn = body + checkSymbolFor(body)
    if (isPresentable(drawn)) return drawn
  }
  throw new Error('The source of randomness keeps giving the same symbols.')
}

/**
 * What a person typed or a keyboard sent, as symbols: full-width forms made narrow, blanks and dashes of every kind
 * (the long-vowel mark of Japanese input too) and invisible characters dropped, capitals; I and L are read as 1.
 */
export function tidySymbols(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}\u2212\u30fc]/gu, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[IL]/g, '1')
}

function isPresentable(drawn: string): boolean {
  return new Set(drawn).size >= LEAST_DIFFERENT && !BLOCKED_WORDS.some((w) => drawn.includes(w))
}

function weightedSum(text: string): number {
  let sum = 0
  for (let place = 0; place < text.length; place++)
    sum += (text.length - place) * SYMBOLS.indexOf(text.charAt(place))
  return sum
}
