import { expect, test } from '@jest/globals'
import { playBusyBooth } from '../support/busy-booth.ts'

test('500 people behind one address, five mistakes and six tries each: nobody is refused, no wait over 20 s', async () => {
  const { statuses, waits, asked, people } = await playBusyBooth(500)
  expect(people).toBe(500)
  expect(statuses).toEqual([200, 303, 400])
  expect(waits.length).toBeGreaterThan(500)
  expect(Math.max(...waits)).toBeLessThanOrEqual(20)
  // Everybody's connection was tried, and the impatient got no more than their share.
  expect(asked.checks).toBeGreaterThan(500 * 4)
  expect(asked.checks).toBeLessThanOrEqual(500 * 11)
}, 600_000)
