import { describe, expect, test } from '@jest/globals'
import { forecastOf, observedSince } from '../../src/stock/forecast.ts'
import type { Flow } from '../../src/stock/ledger.ts'

/** 09:30 to 18:00 in Seoul is 00:30 to 09:00 UTC. */
const event = {
  timeZone: 'Asia/Seoul',
  days: [
    { date: '2026-11-28', opens: '09:30', closes: '18:00' },
    { date: '2026-11-29', opens: '09:30', closes: '17:00' },
  ],
}
const flow = (from: Flow['from'], to: Flow['to'], qty: number): Flow => ({
  ...{ sku: 'black-M', kind: 'reserve', from, to, qty },
})
const reserved = (qty: number) => [flow('available', 'reserved', qty)]
const forecast = (left: number, flows: readonly Flow[], at: string) =>
  forecastOf({ sku: 'black-M', left }, flows, { at, event })

describe('the forecast', () => {
  test.each([
    ['six in the last hour, six left: in an hour', 6, '2026-11-28T03:20:00.000Z', '04:20'],
    ['rounded to five minutes', 1, '2026-11-28T03:21:00.000Z', '03:30'],
    [
      'beyond closing it goes on at the next opening',
      9,
      '2026-11-28T08:30:00.000Z',
      '2026-11-29T01:30',
    ],
  ] as const)('%s', (...[, left, at, end]) => {
    const expected = end.length === 5 ? `2026-11-28T${end}` : end
    expect(forecast(left, reserved(6), at)).toEqual({ kind: 'runs-out', at: `${expected}:00.000Z` })
  })

  test('what came back was not taken; what moves between claims or to the bin was not either', () => {
    const flows = [
      ...reserved(9),
      flow('reserved', 'available', 2),
      flow('handed', 'available', 1),
      flow('reserved', 'handed', 9),
      flow('available', 'outside', 30),
      flow('available', 'held_back', 30),
      { ...flow('available', 'reserved', 50), sku: 'pink-S' },
    ]
    const at = '2026-11-28T03:00:00.000Z'
    expect(forecast(6, flows, at)).toEqual({ kind: 'runs-out', at: '2026-11-28T04:00:00.000Z' })
  })

  test('a delivery that goes to those who waited is no rush', () => {
    const served = { ...flow('available', 'reserved', 40), kind: 'serve' as const }
    const at = '2026-11-28T03:20:00.000Z'
    expect(forecast(6, [...reserved(6), served], at)).toEqual(forecast(6, reserved(6), at))
    expect(forecast(6, [served], at)).toEqual({ kind: 'too-little' })
  })

  test('honest where nothing can be said', () => {
    const noon = '2026-11-28T03:00:00.000Z'
    expect(forecast(0, reserved(6), noon)).toEqual({ kind: 'gone' })
    expect(forecast(6, reserved(2), noon)).toEqual({ kind: 'too-little' })
    expect(forecast(6, reserved(6), '2026-11-28T00:49:00.000Z')).toEqual({ kind: 'too-little' })
    expect(forecast(6, reserved(6), '2026-11-28T00:20:00.000Z')).toEqual({ kind: 'closed' })
    expect(forecast(6, reserved(6), '2026-11-28T09:00:00.000Z')).toEqual({ kind: 'closed' })
    expect(forecast(1_000, reserved(6), noon)).toEqual({ kind: 'lasts' })
  })

  test('half an hour after opening, half an hour is what was seen', () => {
    const at = '2026-11-28T01:00:00.000Z'
    expect(observedSince(at, event)).toBe('2026-11-28T00:30:00.000Z')
    expect(forecast(6, reserved(6), at)).toEqual({
      kind: 'runs-out',
      at: '2026-11-28T01:30:00.000Z',
    })
  })
})
