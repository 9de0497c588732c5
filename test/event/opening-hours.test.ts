import { describe, expect, test } from '@jest/globals'
import { holdEndsAt, isOpen, openings } from '../../src/event/opening-hours.ts'

type Hours = { timeZone: string; days: { date: string; opens: string; closes: string }[] }

const SEOUL: Hours = {
  timeZone: 'Asia/Seoul',
  days: [
    { date: '2026-11-28', opens: '09:30', closes: '18:00' },
    { date: '2026-11-29', opens: '09:30', closes: '17:00' },
  ],
}
const claims = { holdMinutes: 240, minutesAfterOpening: 120 }

function endOf(now: string, hours = SEOUL, rules = claims): string {
  return holdEndsAt(new Date(now), { ...hours, claims: rules }).toISOString()
}

describe('the openings as instants', () => {
  test('in a zone without clock changes', () => {
    expect(
      openings(SEOUL).map(({ from, to }) => [
        new Date(from).toISOString(),
        new Date(to).toISOString(),
      ]),
    ).toEqual([
      ['2026-11-28T00:30:00.000Z', '2026-11-28T09:00:00.000Z'],
      ['2026-11-29T00:30:00.000Z', '2026-11-29T08:00:00.000Z'],
    ])
  })

  test.each([
    // Berlin: clocks go forward on 2026-03-29 at 02:00 to 03:00, back on 2026-10-25 at 03:00 to 02:00.
    ['2026-03-28', '09:00', '2026-03-28T08:00:00.000Z'],
    ['2026-03-29', '01:30', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29', '09:00', '2026-03-29T07:00:00.000Z'],
    ['2026-10-25', '01:30', '2026-10-24T23:30:00.000Z'],
    ['2026-10-25', '09:00', '2026-10-25T08:00:00.000Z'],
  ])('Berlin %s %s is %s', (date, opens, instant) => {
    const [first] = openings({
      timeZone: 'Europe/Berlin',
      days: [{ date, opens, closes: '23:00' }],
    })
    expect(new Date(first!.from).toISOString()).toBe(instant)
  })

  test('in any order of the file', () => {
    expect(openings({ ...SEOUL, days: SEOUL.days.toReversed() })).toEqual(openings(SEOUL))
  })
})

test.each([
  ['2026-11-28T00:29:59.999Z', false],
  ['2026-11-28T00:30:00.000Z', true],
  ['2026-11-28T08:59:59.999Z', true],
  ['2026-11-28T09:00:00.000Z', false],
  ['2026-11-29T05:00:00.000Z', true],
])('at %s open: %s', (now, open) => {
  expect(isOpen(new Date(now), SEOUL)).toBe(open)
})

describe('a hold of four hours', () => {
  test.each([
    ['in the morning ends the same day', '2026-11-28T01:30:00.000Z', '2026-11-28T05:30:00.000Z'],
    ['ends exactly at closing', '2026-11-28T05:00:00.000Z', '2026-11-28T09:00:00.000Z'],
    [
      'a minute later goes on after the night, two hours after opening at least',
      '2026-11-28T05:01:00.000Z',
      '2026-11-29T02:30:00.000Z',
    ],
    [
      'of which one hour is over goes on for three',
      '2026-11-28T08:00:00.000Z',
      '2026-11-29T03:30:00.000Z',
    ],
    ['begun at night lasts from opening', '2026-11-28T15:00:00.000Z', '2026-11-29T04:30:00.000Z'],
    [
      'begun before the first opening lasts from there',
      '2026-11-01T00:00:00.000Z',
      '2026-11-28T04:30:00.000Z',
    ],
    [
      'begun near the last closing goes on in plain time',
      '2026-11-29T07:00:00.000Z',
      '2026-11-29T11:00:00.000Z',
    ],
    [
      'begun after the last closing is four plain hours',
      '2026-11-30T00:00:00.000Z',
      '2026-11-30T04:00:00.000Z',
    ],
  ])('%s', (_what, now, end) => {
    expect(endOf(now)).toBe(end)
  })

  test('across a night in which the clocks change counts what the clocks on the wall show', () => {
    const berlin: Hours = {
      timeZone: 'Europe/Berlin',
      days: [
        { date: '2026-10-24', opens: '10:00', closes: '18:00' },
        { date: '2026-10-25', opens: '10:00', closes: '18:00' },
      ],
    }
    // 17:00 in summer time, one hour left; three more from 10:00 in winter time: 13:00, that is 12:00 UTC.
    expect(endOf('2026-10-24T15:00:00.000Z', berlin)).toBe('2026-10-25T12:00:00.000Z')
  })

  test('on a day shorter than the minutes after opening still lives that long', () => {
    const short = {
      ...SEOUL,
      days: [{ date: '2026-11-28', opens: '09:30', closes: '10:00' }, SEOUL.days[1]!],
    }
    expect(
      endOf('2026-11-27T00:00:00.000Z', short, { holdMinutes: 20, minutesAfterOpening: 120 }),
    ).toBe('2026-11-28T02:30:00.000Z')
  })

  test('longer than the whole event ends after it', () => {
    // 510 + 450 minutes are open; 40 are left after the last closing.
    expect(
      endOf('2026-11-28T00:30:00.000Z', SEOUL, { holdMinutes: 1000, minutesAfterOpening: 0 }),
    ).toBe('2026-11-29T08:40:00.000Z')
  })
})
