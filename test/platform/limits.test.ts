import { describe, expect, test } from '@jest/globals'
import { allOf, createAttempts } from '../../src/platform/http/limits.ts'
import { createTokenBucket } from '../../src/platform/http/token-bucket.ts'
import { standingClock } from '../support/claims-booth.ts'

const seconds = (count: number) => count / 60

describe('so many in any stretch of time', () => {
  const setUp = () => {
    const clock = standingClock()
    return { clock, limit: createAttempts({ tries: 3, seconds: 60, now: clock.now }) }
  }

  test('three in any minute, not three before and three after the full minute', () => {
    const { clock, limit } = setUp()
    const taken = [0, 50, 5, 4, 2, 49].map((after) => {
      clock.goOn(seconds(after))
      return limit.takeIfLeft('a')
    })
    // At 0, 50, 55, 59 (one too many), 61, 110.
    expect(taken).toEqual([true, true, true, false, true, true])
  })

  test('it says when again, to the second, and refuses with that', async () => {
    const { clock, limit } = setUp()
    for (let time = 0; time < 3; time++) await limit.take('a')
    clock.goOn(seconds(20))
    expect(limit.secondsLeft('a')).toBe(40)
    await expect(limit.take('a')).rejects.toMatchObject({
      problem: 'too-many',
      retryAfterSeconds: 40,
    })
    await expect(limit.check('a')).rejects.toMatchObject({ retryAfterSeconds: 40 })
    clock.goOn(seconds(40))
    expect([limit.secondsLeft('a'), limit.takeIfLeft('a')]).toEqual([0, true])
  })

  test('keys do not know of each other', async () => {
    const { limit } = setUp()
    for (let time = 0; time < 9; time++) await limit.count('a')
    expect([limit.takeIfLeft('a'), limit.takeIfLeft('b')]).toEqual([false, true])
  })

  test('the same try repeated counts once, even when none is left', async () => {
    const { limit } = setUp()
    for (let time = 0; time < 50; time++) await limit.take('a', 'scan-1')
    await limit.take('a', 'scan-2')
    await limit.take('a', 'scan-3')
    await limit.take('a', 'scan-2')
    await expect(limit.take('a', 'scan-4')).rejects.toMatchObject({ problem: 'too-many' })
  })

  test('a clock that is put back locks nobody out', () => {
    const { clock, limit } = setUp()
    for (let time = 0; time < 3; time++) limit.takeIfLeft('a')
    clock.goOn(-360)
    expect([limit.secondsLeft('a'), limit.takeIfLeft('a')]).toEqual([0, true])
  })

  test('the busiest come first, whoever rests is not among them', async () => {
    const { clock, limit } = setUp()
    await limit.count('gone')
    clock.goOn(2)
    for (const key of ['a', 'b', 'b']) await limit.count(key)
    expect(limit.busiest()).toEqual([
      { key: 'b', tries: 2 },
      { key: 'a', tries: 1 },
    ])
  })
})

describe('a bucket', () => {
  const setUp = () => {
    const clock = standingClock()
    return { clock, bucket: createTokenBucket({ size: 4, backEverySeconds: 20, now: clock.now }) }
  }

  test('four at once, then one every 20 s, not four after 80 s', () => {
    const { clock, bucket } = setUp()
    const four = [1, 2, 3, 4, 5].map(() => bucket.takeIfLeft('a'))
    expect([four, bucket.secondsLeft('a')]).toEqual([[true, true, true, true, false], 20])
    clock.goOn(seconds(15))
    expect([bucket.takeIfLeft('a'), bucket.secondsLeft('a')]).toEqual([false, 5])
    clock.goOn(seconds(5))
    expect([bucket.takeIfLeft('a'), bucket.takeIfLeft('a')]).toEqual([true, false])
    clock.goOn(10)
    expect([1, 2, 3, 4, 5].map(() => bucket.takeIfLeft('a'))).toEqual(four)
  })

  test('twenty steps of a second are twenty seconds', () => {
    const { clock, bucket } = setUp()
    for (let time = 0; time < 4; time++) bucket.takeIfLeft('a')
    for (let time = 0; time < 20; time++) {
      clock.goOn(seconds(1))
      expect(bucket.secondsLeft('a')).toBe(19 - time)
    }
    expect(bucket.takeIfLeft('a')).toBe(true)
  })

  test('what is given back can be taken again, and no more than the bucket holds', () => {
    const { bucket } = setUp()
    for (let time = 0; time < 4; time++) bucket.takeIfLeft('a')
    bucket.giveBack('a')
    expect([bucket.takeIfLeft('a'), bucket.takeIfLeft('a')]).toEqual([true, false])
    for (let time = 0; time < 9; time++) bucket.giveBack('a')
    expect([1, 2, 3, 4, 5].map(() => bucket.takeIfLeft('a')).filter(Boolean)).toHaveLength(4)
  })

  test('a clock that is put back locks nobody out', () => {
    const { clock, bucket } = setUp()
    for (let time = 0; time < 4; time++) bucket.takeIfLeft('a')
    clock.goOn(-360)
    expect([bucket.secondsLeft('a'), bucket.takeIfLeft('a')]).toEqual([0, true])
  })
})

test('of several limits the strictest counts, and a refusal uses up none of them', () => {
  const clock = standingClock()
  const bucket = createTokenBucket({ size: 1, backEverySeconds: 20, now: clock.now })
  const day = createAttempts({ tries: 2, seconds: 86_400, now: clock.now })
  const both = allOf([bucket, day])
  expect([both.takeIfLeft('a'), both.takeIfLeft('a'), both.takeIfLeft('a')]).toEqual([
    true,
    false,
    false,
  ])
  clock.goOn(seconds(20))
  expect([both.takeIfLeft('a'), both.secondsLeft('a')]).toEqual([true, 86_380])
})

test('a million strangers do not fill the memory', () => {
  const clock = standingClock()
  const bucket = createTokenBucket({ size: 1, backEverySeconds: 1, now: clock.now })
  const before = process.memoryUsage().heapUsed
  for (let stranger = 0; stranger < 1_000_000; stranger++) {
    if (stranger % 100 === 0) clock.goOn(seconds(1))
    bucket.takeIfLeft(`stranger ${stranger}`)
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024)
})
