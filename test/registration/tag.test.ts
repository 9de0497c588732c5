import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkTag, createTag, parseTag } from '../../src/registration/tag.ts'

test('a tag is the event, a hyphen, 8 random symbols and a check, in lower case', () => {
  const numbers = [6, 16, 2, 26, 29, 30, 4, 25]
  let at = 0
  expect(createTag('pycon', () => numbers[at++]!)).toBe('pycon-7h3vyz5t4')
})

test('every tag that is made holds together and is read back', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(30)), (numbers) => {
      const tag = createTag('pycon', () => numbers.next().value as number)
      expect(checkTag(tag)).toBe(true)
      expect(parseTag(tag)).toBe(tag)
    }),
  )
})

test.each([
  'PyCon-7H3VY Z5T4',
  'pycon‑7h3vyz5t4',
  ' ｐｙｃｏｎ－７ｈ３ｖｙｚ５ｔ４ ',
  'pycon-7h3-vyz-5t4',
])('%j is read', (typed) => {
  expect(parseTag(typed)).toBe('pycon-7h3vyz5t4')
})

test.each([
  'pycon-7h3vyz5t5',
  'pycon-h73vyz5t4',
  'pycon7h3vyz5t4',
  'pycon-7h3vyz5t',
  '',
  '-',
  'pycon-7h3vyz5t0',
])('%j is no tag', (typed) => {
  expect(parseTag(typed)).toBeUndefined()
})

test('only the exact text holds together', () => {
  expect(checkTag('pycon-7h3vyz5t4')).toBe(true)
  expect(checkTag('PYCON-7H3VYZ5T4')).toBe(false)
  expect(checkTag('pycon-7h3vyz5t4 ')).toBe(false)
})
