import { drawSymbols, hasValidCheck, tidySymbols } from '../shared/symbols.ts'

/** The code on the kiosk's screen changes so often … */
const CHANGES_MS = 10 * 60_000
/** … and the one before it is still taken: who has just read it needs time to type. */
const TURNS_TAKEN = 2
const RANDOM_SYMBOLS = 5
const LENGTH = RANDOM_SYMBOLS + 1

/** A fingerprint that only this booth can compute, so that every instance shows the same code and nothing is stored. */
export type Fingerprint = (text: string) => string

/** The code that every instance shows at `now`: six bare capitals, the last one a check symbol. */
export function presenceCodeAt(now: Date, fingerprint: Fingerprint): string {
  return codeOfTurn(turnOf(now), fingerprint)
}

/** Is it the code of now, or the one shown just before? Valid for 10 to 20 minutes after somebody read it. */
export function isPresenceCode(typed: string, now: Date, fingerprint: Fingerprint): boolean {
  const code = tidySymbols(typed)
  if (code.length !== LENGTH || !hasValidCheck(code)) return false
  const turn = turnOf(now)
  return Array.from({ length: TURNS_TAKEN }, (_, ago) => turn - ago).some(
    (one) => codeOfTurn(one, fingerprint) === code,
  )
}

function turnOf(now: Date): number {
  return Math.floor(now.getTime() / CHANGES_MS)
}

/** 5 symbols of 31 are 28 million; at the most that one address may ask, finding one takes half a day. */
function codeOfTurn(turn: number, fingerprint: Fingerprint): string {
  let drawn = 0
  return drawSymbols(RANDOM_SYMBOLS, (max) => numberIn(fingerprint(`${turn} ${drawn++}`)) % max)
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const DIGITS = 8

/** The first 48 bits of a fingerprint: so many that taking the rest of a division favours no symbol. */
function numberIn(fingerprint: string): number {
  return Array.from(fingerprint.slice(0, DIGITS)).reduce(
    (sum, digit) => sum * BASE64URL.length + BASE64URL.indexOf(digit),
    0,
  )
}
