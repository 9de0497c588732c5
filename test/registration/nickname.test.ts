import { describe, expect, test } from '@jest/globals'
import { parseNickname, suggestNicknames } from '../../src/registration/nickname.ts'
import { createShortCode, parseShortCode } from '../../src/registration/short-code.ts'
import { inHalves } from '../../src/shared/symbols.ts'

describe('a nickname', () => {
  test.each([
    ['Mina', 'Mina'],
    ['  재훈   🦦 ', '재훈 🦦'],
    ['가', '가'],
    ['👩‍💻 Yuna', '👩‍💻 Yuna'],
    ['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
    ['O’Brien <3', 'O’Brien <3'],
    ['a\u3164b', 'a b'],
    ['x'.repeat(20), 'x'.repeat(20)],
    ['가'.repeat(20), '가'.repeat(20)],
  ])('%j stands on the wall as %j', (typed, nickname) => {
    expect(parseNickname(typed)).toEqual({ kind: 'nickname', nickname })
  })

  test.each([
    ['', 'missing'],
    ['   \u00A0\u3000', 'missing'],
    ['\u3164\u3164', 'missing'],
    ['\u2800', 'missing'],
    ['a\u0000b', 'bad-characters'],
    ['a\u001B[31mb', 'bad-characters'],
    ['\u202Eevil', 'bad-characters'],
    ['a\u200Db', 'bad-characters'],
    ['a\u200Bb', 'bad-characters'],
    ['\uFFFD', 'bad-characters'],
    ['\uE000', 'bad-characters'],
    ['x'.repeat(21), 'too-long:20'],
  ])('%j is refused: %s', (typed, fault) => {
    expect(parseNickname(typed)).toEqual({ kind: 'refused', fault })
  })
})

test('suggestions differ, and never go on for ever', () => {
  let at = 0
  const words = { first: ['quick', 'calm'], second: ['otter', 'crane'], between: ' ' }
  const made = suggestNicknames(words, 3, (max) => at++ % max)
  expect(new Set(made).size).toBe(made.length)
  const alone = { first: ['one'], second: ['word'] }
  expect(suggestNicknames({ ...alone, between: ' ' }, 4, () => 0)).toEqual(['one word'])
  expect(suggestNicknames({ ...alone, between: '' }, 4, () => 0)).toEqual(['oneword'])
})

describe('a short code', () => {
  let at = 0
  const code = createShortCode((max) => (at += 7) % max)
  test('is read as shown, in small letters, with blanks, full width', () => {
    const shown = inHalves(code)
    const wide = shown.replace(/[0-9A-Z]/g, (symbol) =>
      String.fromCodePoint(symbol.codePointAt(0)! + 0xfee0),
    )
    for (const typed of [shown, code, shown.toLowerCase(), ` ${shown.replace('-', ' ')} `, wide])
      expect([typed, parseShortCode(typed)]).toEqual([typed, code])
  })

  test('with one symbol wrong is none, so the database need not be asked', () => {
    for (let place = 0; place < code.length; place++) {
      const other = code[place] === '2' ? '3' : '2'
      expect(parseShortCode(code.slice(0, place) + other + code.slice(place + 1))).toBeUndefined()
    }
    for (const typed of ['', code.slice(1), `${code}2`, 'x'.repeat(1000)])
      expect(parseShortCode(typed)).toBeUndefined()
  })
})
