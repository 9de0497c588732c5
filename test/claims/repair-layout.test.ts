import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createClaimCode, parseClaimCode } from '../../src/claims/claim-code.ts'
import { repairLayout } from '../../src/claims/repair-layout.ts'

/** What a US scanner's keys type on the keyboards people plug it into, as their keyboards are printed. */
const GERMAN = { from: 'YZ', to: 'ZY' }
const FRENCH = { from: 'AQZWM123456789', to: 'QAWZ?&É"\'(-È_Ç' }
const FRENCH_SMALL = { from: 'aqzwm123456789', to: 'qawz,&é"\'(-è_ç' }

function typeOn({ from, to }: { from: string; to: string }, code: string): string {
  return Array.from(code, (sign) => Array.from(to)[from.indexOf(sign)] ?? sign).join('')
}

const anyCode = fc
  .array(fc.nat(30), { minLength: 40, maxLength: 40 })
  .map((draws) => createClaimCode((max) => (draws.shift() ?? 7) % max))

test.each([
  ['a German keyboard', GERMAN, (code: string) => code],
  ['a French keyboard', FRENCH, (code: string) => code],
  ['a French keyboard without Shift', FRENCH_SMALL, (code: string) => code.toLowerCase()],
])('a code that came through %s is among the readings', (_name, keyboard, asSent) => {
  fc.assert(
    fc.property(anyCode, (code) => {
      const typed = typeOn(keyboard, asSent(code))
      const readings = [typed, ...repairLayout(typed)].map((text) => parseClaimCode(text))
      expect(readings).toContain(code)
    }),
    { seed: 20261128 },
  )
})

test('what no layout changes is not read again', () => {
  expect(repairLayout('K7M2X9BP4J')).toEqual([])
})
