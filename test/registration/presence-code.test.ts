import { expect, test } from '@jest/globals'
import { isPresenceCode, presenceCodeAt } from '../../src/registration/presence-code.ts'
import { createServerSecrets } from '../../src/platform/server-secrets.ts'
import { Secret } from '../../src/shared/secret.ts'
import { inHalves } from '../../src/shared/symbols.ts'

const secrets = createServerSecrets(new Secret('a'.repeat(43)))
const fingerprint = (text: string) => secrets.fingerprint(text, 'presence code')
const at = (minute: number) => new Date(Date.parse('2026-11-28T01:00:00.000Z') + minute * 60_000)
const codeAt = (minute: number) => presenceCodeAt(at(minute), fingerprint)
const isTaken = (code: string, minute: number) => isPresenceCode(code, at(minute), fingerprint)

test('it changes every ten minutes and is taken for twenty', () => {
  const code = codeAt(0)
  expect([codeAt(9.99), codeAt(10) === code]).toEqual([code, false])
  expect([0, 9.9, 10, 19.9].map((minute) => isTaken(code, minute))).toEqual(Array(4).fill(true))
  expect([-0.1, 20, 30].map((minute) => isTaken(code, minute))).toEqual([false, false, false])
})

test('however it is typed', () => {
  const code = codeAt(0)
  for (const typed of [inHalves(code), code.toLowerCase(), ` ${code.split('').join(' ')} `])
    expect(isTaken(typed, 1)).toBe(true)
  expect(inHalves('7H3VYZ')).toBe('7H3-VYZ')
})

test.each(['', '7H3', 'AAAAAA', '7H3VYZ7H3VYZ', '💥'])('%s is none', (typed) => {
  expect(isTaken(typed, 1)).toBe(false)
})

test('another booth has other codes, and a day has no code twice', () => {
  const other = createServerSecrets(new Secret('b'.repeat(43)))
  expect(presenceCodeAt(at(0), (text) => other.fingerprint(text, 'presence code'))).not.toBe(
    codeAt(0),
  )
  const day = Array.from({ length: 144 }, (_, turn) => codeAt(turn * 10))
  expect(new Set(day).size).toBe(144)
})
