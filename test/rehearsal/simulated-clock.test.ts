import { expect, test } from '@jest/globals'
import { RehearsalEnded } from '../../src/rehearsal/pace.ts'
import { createSimulatedClock } from '../../src/rehearsal/simulated-clock.ts'

const START = new Date('2026-11-28T00:30:00.000Z')

function setUp() {
  const ended = new AbortController()
  const clock = createSimulatedClock(START, ended.signal)
  const seen: string[] = []
  const say = (what: string) => seen.push(`${clock.now().toISOString().slice(11, 19)} ${what}`)
  return { clock, ended, seen, say }
}

test('time jumps to whoever wakes next, and equal times keep the order of coming', async () => {
  const { clock, seen, say } = setUp()
  await clock.play([
    async () => {
      await clock.wait(3_600)
      say('late')
    },
    async () => {
      say('at once')
      await clock.wait(10)
      say('first of two')
    },
    async () => {
      await clock.wait(10)
      say('second of two')
      await clock.wait(5)
      say('again')
    },
  ])
  expect(seen).toEqual([
    '00:30:00 at once',
    '00:30:10 first of two',
    '00:30:10 second of two',
    '00:30:15 again',
    '01:30:00 late',
  ])
})

test('one part moves at a time, however long its work really takes', async () => {
  const { clock, seen, say } = setUp()
  const slow = (name: string) => async () => {
    say(`${name} begins`)
    await new Promise((resolve) => setImmediate(resolve))
    say(`${name} ends`)
  }
  await clock.play([slow('a'), slow('b')])
  expect(seen.map((line) => line.slice(9))).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('a part that fails ends the play', async () => {
  const { clock } = setUp()
  await expect(clock.play([() => Promise.reject(new Error('stuck'))])).rejects.toThrow('stuck')
})

test('when the rehearsal ends, everybody who waits is sent home', async () => {
  const { clock, ended, seen, say } = setUp()
  await clock.play([
    async () => {
      await clock.wait(60).catch((error: unknown) => {
        say(error instanceof RehearsalEnded ? 'sent home' : 'woken')
      })
    },
    () => {
      ended.abort()
      return Promise.resolve()
    },
  ])
  expect(seen.map((line) => line.slice(9))).toEqual(['sent home'])
})
