import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  checkSymbolFor,
  drawSymbols,
  hasValidCheck,
  tidySymbols,
} from '../../src/shared/symbols.ts'

const ALPHABET = '123456789ABCDEFGHJKMNPQRSTVWXYZ'
const symbol = fc.constantFrom(...Array.from(ALPHABET))
const body = (length: number) => fc.string({ unit: symbol, minLength: length, maxLength: length })

/** Claim codes have 9 random symbols, tags 8. */
test.each([9, 8])('%i symbols and a check: every single wrong symbol is noticed', (length) => {
  fc.assert(
    fc.property(body(length), fc.nat(length), symbol, (random, place, wrong) => {
      const whole = random + checkSymbolFor(random)
      fc.pre(whole[place] !== wrong)
      expect(hasValidCheck(whole)).toBe(true)
      expect(hasValidCheck(whole.slice(0, place) + wrong + whole.slice(place + 1))).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

test.each([9, 8])('%i symbols and a check: every swap of two is noticed', (length) => {
  fc.assert(
    fc.property(body(length), fc.nat(length), fc.nat(length), (random, one, other) => {
      const symbols = Array.from(random + checkSymbolFor(random))
      fc.pre(symbols[one] !== symbols[other])
      const [first, second] = [symbols[one]!, symbols[other]!]
      symbols[one] = second
      symbols[other] = first
      expect(hasValidCheck(symbols.join(''))).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

test('what is drawn asks for a number below 31 per symbol and uses it as it is', () => {
  const asked: number[] = []
  const places = [18, 6, 19, 1, 28, 8, 22, 21, 3]
  const drawn = drawSymbols(9, (max) => {
    asked.push(max)
    return places[asked.length - 1]!
  })
  expect(drawn).toBe('K7M2X9QP4J')
  expect(asked).toEqual(Array.from({ length: 9 }, () => 31))
})

test('every symbol can stand at every random place', () => {
  for (const [value, expected] of Array.from(ALPHABET).entries()) {
    const others = [18, 6, 19, 1, 28, 8, 22, 21]
    const draws = [value, ...others]
    let at = 0
    const drawn = drawSymbols(9, () => draws[at++ % draws.length]!)
    expect(drawn[0]).toBe(expected)
  }
})

test('symbols that make a pattern or a word are drawn again', () => {
  const pattern = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  // K7M2 SEX …
  const word = [18, 6, 19, 1, 24, 13, 28, 21, 3]
  const good = [18, 6, 19, 1, 28, 8, 22, 21, 3]
  const draws = [...pattern, ...word, ...good]
  let at = 0
  expect(drawSymbols(9, () => draws[at++]!)).toBe('K7M2X9QP4J')
  expect(at).toBe(27)
})

test('a source of randomness that always says the same is an error, not an endless loop', () => {
  expect(() => drawSymbols(9, () => 0)).toThrow('randomness')
})

test.each([
  ['k7m2x-9qp4j', 'K7M2X9QP4J'],
  ['  K7M2X 9QP4J\t', 'K7M2X9QP4J'],
  ['Ｋ７Ｍ２Ｘ－９ＱＰ４Ｊ', 'K7M2X9QP4J'],
  ['K7M2X—9QP4J', 'K7M2X9QP4J'],
  ['K7M2Xー9QP4J', 'K7M2X9QP4J'],
  ['K7M2X\u221290\u00adQ', 'K7M2X90Q'],
  ['\u200bil', '11'],
  ['ßı', 'ßı'],
])('%j is read as %j', (typed, tidy) => {
  expect(tidySymbols(typed)).toBe(tidy)
})
