import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareTags, type Difference } from '../../../src/verification/diagnosis/compare-tags.ts'
import { spellOut } from '../../../src/verification/diagnosis/spell-out.ts'

const TAG = 'pycon-7h3vyz5t4'

describe('in what a tag differs', () => {
  test.each<[string, Difference | undefined]>([
    [TAG, undefined],
    ['PyCon-7h3vyz5t4', 'case'],
    ['pycon_7h3vyz5t4', 'underscore'],
    ['PYCON_7H3VYZ5T4', 'underscore'],
    [' pycon-7h3vyz5t4', 'blanks'],
    ['pycon -7h3vyz5t4', 'blanks'],
    ['pycon-7h3vyz5t4\u200b', 'blanks'],
    ['"pycon-7h3vyz5t4"', 'quotes'],
    ['\u201cpycon-7h3vyz5t4\u201d', 'quotes'],
    ['pycon\u20137h3vyz5t4', 'signs'],
    ['pycon7h3vyz5t4', 'signs'],
    ['ｐｙｃｏｎ-7h3vyz5t4', 'signs'],
    ['my pycon-7h3vyz5t4', 'several-words'],
    ['web,pycon-7h3vyz5t4', 'several-words'],
    ['pycon-7h3vyz5', 'cut-off'],
    ['7h3vyz5t4', 'cut-off'],
    ['pycon-7h3vyz5t4-old', 'too-long'],
    ['pycon-7h3vyz5t5', 'one-letter'],
    ['pycon-7h3vzy5t4', 'one-letter'],
    ['pycon-7h3vyyz5t4', 'one-letter'],
    ['pycon-7h3yz5t4', 'one-letter'],
    ['pycon-8m2k4p7w3', undefined],
    ['pycon', undefined],
    ['web', undefined],
    ['', undefined],
    ['x'.repeat(500), undefined],
  ])('%s', (arrived, difference) => {
    expect(compareTags(TAG, arrived)).toBe(difference)
  })

  test('two people’s tags are never taken for one another', () => {
    const letters = 'abcdefghjkmnpqrstuvwxyz23456789'.split('')
    const code = fc.string({ unit: fc.constantFrom(...letters), minLength: 9, maxLength: 9 })
    const distance = (a: string, b: string) => a.split('').filter((one, at) => one !== b[at]).length
    fc.assert(
      fc.property(code, code, (one, other) => {
        fc.pre(distance(one, other) > 2)
        expect(compareTags(`pycon-${one}`, `pycon-${other}`)).toBeUndefined()
      }),
    )
  })
})

describe('a tag drawn so that it can be shown', () => {
  test('names what cannot be seen', () => {
    expect(spellOut(' a\tb\n“c”.d')).toBe(
      '⟨blank⟩a⟨tab⟩b⟨line-break⟩⟨curved-quote⟩c⟨curved-quote⟩⟨dot⟩d',
    )
  })

  test('holds nothing but plain letters and names of marks, 64 characters of it at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (tag) => {
        const spelled = spellOut(tag)
        expect(spelled).toMatch(/^(?:[A-Za-z0-9_-]|⟨[a-z-]+⟩)*$/)
        expect(spelled.replace(/⟨[a-z-]+⟩/g, '?').length).toBeLessThanOrEqual(64)
      }),
    )
  })
})
