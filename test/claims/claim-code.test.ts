import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createClaimCode, parseClaimCode, readClaimCode } from '../../src/claims/claim-code.ts'
import { checkSymbolFor, inHalves } from '../../src/shared/symbols.ts'

/** The worked examples of the specification: two people must get the same result. */
test.each([
  ['K7M2X9QP4', 'J', 'K7M2X-9QP4J'],
  ['123456789', 'Z', '12345-6789Z'],
  ['ABCDEFGHJ', 'A', 'ABCDE-FGHJA'],
  ['7H3VYZ5TW', 'X', '7H3VY-Z5TWX'],
  ['B8D2GQ6NX', 'K', 'B8D2G-Q6NXK'],
  ['ZZZZZZZZZ', 'R', 'ZZZZZ-ZZZZR'],
])('%s has the check symbol %s and is shown as %s', (data, check, shown) => {
  expect(checkSymbolFor(data)).toBe(check)
  expect(inHalves(data + check)).toBe(shown)
  expect(parseClaimCode(shown)).toBe(data + check)
})

test.each(['H7M2X9QP4J', 'K7M29XQP4J', 'K7M2X9QP4T'])('%s is a typing error', (typed) => {
  expect(readClaimCode(typed)).toEqual({ kind: 'typing-error' })
})

test.each([
  ['k7m2x 9qp4j', 'small letters and a blank'],
  ['Ｋ７Ｍ２Ｘ－９ＱＰ４Ｊ', 'full-width forms'],
  ['https://booth.example/c/K7M2X9QP4J', 'a link'],
  ['HTTPS://BOOTH.EXAMPLE/C/K7M2X9QP4J/?from=qr', 'a link in capitals with a query'],
  ['https://booth.example/c#K7M2X-9QP4J', 'a fragment'],
  ['https://booth.example/c/K7M2X9QP4J#top', 'a link whose fragment is something else'],
])('%s is read (%s)', (typed) => {
  expect(readClaimCode(typed)).toEqual({ kind: 'code', code: 'K7M2X9QP4J' })
})

test('I and L are read as 1', () => {
  expect(parseClaimCode('l2345-6789z')).toBe('123456789Z')
  expect(parseClaimCode('I2345-6789Z')).toBe('123456789Z')
})

test.each([
  ['', { kind: 'wrong-length', length: 0 }],
  ['K7M2X9QP4', { kind: 'wrong-length', length: 9 }],
  ['K7M2X9QP4JJ', { kind: 'wrong-length', length: 11 }],
  ['https://booth.example/', { kind: 'wrong-length', length: 13 }],
  ['K7M2X9QP40', { kind: 'forbidden-symbol', symbol: '0', hint: 'zero-or-o' }],
  ['oK7M2X9QP4', { kind: 'forbidden-symbol', symbol: 'O', hint: 'zero-or-o' }],
  ['U7M2X9QP4J', { kind: 'forbidden-symbol', symbol: 'U', hint: 'u' }],
  ['K7M2X9QP4é', { kind: 'forbidden-symbol', symbol: 'é', hint: 'other' }],
  ['티셔츠하나주세요네네', { kind: 'forbidden-symbol', symbol: '티', hint: 'other' }],
])('%j is refused with its reason', (typed, reading) => {
  expect(readClaimCode(typed)).toEqual(reading)
})

test('every code that is made is read back, however it is typed', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(30)), (numbers) => {
      const code = createClaimCode(() => numbers.next().value as number)
      expect(new Set(code).size).toBeGreaterThanOrEqual(5)
      expect(parseClaimCode(inHalves(code).toLowerCase())).toBe(code)
    }),
  )
})
