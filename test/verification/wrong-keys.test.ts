import { expect, test } from '@jest/globals'
import { createWrongKeys } from '../../src/verification/wrong-keys.ts'
import { standingClock } from '../support/claims-booth.ts'

const seconds = (count: number) => count / 60

test('three wrong keys are free, then 5, 15, 60, 120, 120 s', () => {
  const clock = standingClock()
  const wrongKeys = createWrongKeys(clock)
  const waits = Array.from({ length: 9 }, (_, time) => {
    wrongKeys.count('a', `key ${time}`)
    const wait = wrongKeys.secondsLeft('a')
    clock.goOn(seconds(wait))
    expect(wrongKeys.secondsLeft('a')).toBe(0)
    return wait
  })
  expect(waits).toEqual([0, 0, 0, 5, 15, 60, 120, 120, 120])
})

test('asking again with what was typed once counts once and does not lengthen the wait', () => {
  const clock = standingClock()
  const wrongKeys = createWrongKeys(clock)
  for (let time = 0; time < 50; time++) wrongKeys.count('a', 'the same')
  expect(wrongKeys.secondsLeft('a')).toBe(0)
  for (const key of ['b', 'c', 'd']) wrongKeys.count('a', key)
  clock.goOn(seconds(3))
  wrongKeys.count('a', 'd')
  expect(wrongKeys.secondsLeft('a')).toBe(2)
})

test('one person’s wrong keys are nobody else’s; staff end the wait; an hour forgets', () => {
  const clock = standingClock()
  const wrongKeys = createWrongKeys(clock)
  const fail = (who: string, times: number) => {
    for (let time = 0; time < times; time++) wrongKeys.count(who, `key ${time}`)
  }
  fail('a', 6)
  expect([wrongKeys.secondsLeft('a'), wrongKeys.secondsLeft('b')]).toEqual([60, 0])
  wrongKeys.clear('a')
  expect(wrongKeys.secondsLeft('a')).toBe(0)
  fail('a', 6)
  clock.goOn(61)
  fail('a', 1)
  expect(wrongKeys.secondsLeft('a')).toBe(0)
})

test('a clock that is put back locks nobody out', () => {
  const clock = standingClock()
  const wrongKeys = createWrongKeys(clock)
  for (let time = 0; time < 6; time++) wrongKeys.count('a', `key ${time}`)
  clock.goOn(-360)
  expect(wrongKeys.secondsLeft('a')).toBe(0)
})
