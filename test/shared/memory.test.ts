import { expect, test } from '@jest/globals'
import { createMemory } from '../../src/shared/memory.ts'

test('what was made for a key is given again', () => {
  const remember = createMemory<object>()
  const made = {}
  expect(remember('a', () => made)).toBe(made)
  expect(remember('a', () => ({}))).toBe(made)
  expect(remember('b', () => ({}))).not.toBe(made)
})

test('keys from outside cannot fill it: beyond the most it begins anew', () => {
  const remember = createMemory<string>(2)
  for (const key of ['a', 'b', 'c']) remember(key, () => 'first')
  expect(remember('a', () => 'again')).toBe('again')
  expect(remember('c', () => 'again')).toBe('first')
})
