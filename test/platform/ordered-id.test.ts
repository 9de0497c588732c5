import { expect, test } from '@jest/globals'
import { orderedId } from '../../src/platform/ordered-id.ts'

test('ids of one moment differ and stand together, before those of the next', () => {
  const at = new Date('2026-11-28T01:00:00.000Z')
  const next = new Date(at.getTime() + 1)
  const ids = Array.from({ length: 1_000 }, () => orderedId(at))
  expect(new Set(ids).size).toBe(1_000)
  const later = Array.from({ length: 1_000 }, () => orderedId(next))
  expect(ids.every((one) => later.every((other) => one < other))).toBe(true)
  expect(ids.every((one) => /^[0-9a-z]{8}[\w-]{14}$/.test(one))).toBe(true)
})
