import { expect, test } from '@jest/globals'
import { readEventFile } from '../../src/event/event-file.ts'
import { isOpen } from '../../src/event/opening-hours.ts'
import { createSeededPick, shuffle } from '../../src/rehearsal/seeded-pick.ts'
import { shiftDays } from '../../src/rehearsal/shift-days.ts'

const event = readEventFile('events/pycon.yaml')

test.each([
  ['in the morning', '2027-02-27T01:00:00Z', ['2027-02-27', '2027-02-28']],
  [
    'at night in Seoul, the day before elsewhere',
    '2027-02-26T16:30:00Z',
    ['2027-02-27', '2027-02-28'],
  ],
  ['over the end of a month', '2027-02-28T03:00:00Z', ['2027-02-28', '2027-03-01']],
])('the booth is open now: %s', (_, iso, dates) => {
  const now = new Date(iso)
  const shifted = shiftDays(event, now)
  expect(shifted.days.map(({ date }) => date)).toEqual(dates)
  expect(isOpen(now, shifted)).toBe(true)
})

test('by day the opening hours stay those of the event', () => {
  const shifted = shiftDays(event, new Date('2027-02-27T01:00:00Z'))
  expect(shifted.days.map(({ opens, closes }) => [opens, closes])).toEqual(
    event.days.map(({ opens, closes }) => [opens, closes]),
  )
})

test('a seed gives its own sequence, whole numbers below the limit, each of them', () => {
  const draw = (seed: number) => Array.from({ length: 200 }, () => pick[seed]?.(6))
  const pick = [createSeededPick(0), createSeededPick(1), createSeededPick(1)]
  const [zero, one, again] = [draw(0), draw(1), draw(2)]
  expect(one).toEqual(again)
  expect(zero).not.toEqual(one)
  expect(new Set(one)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
})

test('shuffling loses nobody', () => {
  const cards = ['a', 'b', 'c', 'd', 'e', 'f']
  const shuffled = shuffle(cards, createSeededPick(3))
  expect(shuffled).not.toEqual(cards)
  expect(shuffled.toSorted()).toEqual(cards)
})
