import { drawSymbols, hasValidCheck, tidySymbols, type Pick } from '../shared/symbols.ts'

export const SHORT_CODE_MINUTES = 10
const RANDOM_SYMBOLS = 7
const LENGTH = RANDOM_SYMBOLS + 1

/** 7 random symbols and a check: guessing one of 50 live codes takes about 550 million tries. */
export function createShortCode(pick: Pick): string {
  return drawSymbols(RANDOM_SYMBOLS, pick)
}

/** @returns the code as stored, or undefined when it cannot be one */
export function parseShortCode(typed: string): string | undefined {
  const code = tidySymbols(typed)
  return code.length === LENGTH && hasValidCheck(code) ? code : undefined
}
