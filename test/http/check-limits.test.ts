import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { PracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { causeOf, connect, outcomeOf, signUp, type Attendee } from '../support/attendee.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

const seconds = (count: number) => count / 60
const DAY_MINUTES = 24 * 60

let booth: TestBooth
let attendee: Attendee
let cluster: PracticeCluster
beforeAll(async () => {
  booth = await openTestBooth()
})
beforeEach(async () => {
  attendee = await signUp(booth)
  cluster = await booth.newCluster()
})

const page = () => attendee.visitor.open(attendee.base)
const checkNow = () => attendee.visitor.post(`${attendee.base}/check-again`, {})
const watch = async () => {
  const answer = await attendee.visitor.post(`${attendee.base}/watch`, {})
  expect(answer.status).toBe(200)
  return answer.json() as { outcome: string; seconds: number }
}
const asked = () => cluster.requests().length
const wrongKey = (number: number) => {
  const [id = ''] = atob(cluster.readKey.encoded).split(':')
  return btoa(`${id}:wrong-secret-number-${String(number).padStart(3, '0')}`)
}
const typeWrongKey = (number: number) =>
  connect(booth, attendee, { cluster, key: wrongKey(number) })
/** The countdown beside *Check now*, in seconds. */
const handWait = ({ html }: Page) => Number(/data-hand-wait="(\d+)"/.exec(html)?.[1] ?? 0)

describe('checking by hand', () => {
  test('four at once, then the page counts 20 s down and leaves the cluster alone; then one', async () => {
    expect(handWait(await connect(booth, attendee, { cluster }))).toBe(0)
    for (let time = 0; time < 3; time++) await checkNow()
    const before = asked()
    const refused = await checkNow()
    expect([refused.status, refused.path, handWait(refused)]).toEqual([200, attendee.base, 20])
    expect(refused.text).toContain('You can check by hand again in 20 seconds.')
    // Without a script the button stays: pressing it early shows the seconds again, never an error.
    expect(refused.form(`${attendee.base}/check-again`)).toBeDefined()
    expect(asked()).toBe(before)

    booth.clock.goOn(seconds(19))
    expect((await checkNow()).text).toContain('again in 1 second.')
    booth.clock.goOn(seconds(1))
    expect(handWait(await page())).toBe(0)
    await checkNow()
    expect(asked()).toBeGreaterThan(before)
    expect(handWait(await page())).toBe(20)
  })

  test('a hundred a day, then the page names the time and goes on by itself', async () => {
    await connect(booth, attendee, { cluster })
    for (let time = 1; time < 100; time++) {
      booth.clock.goOn(seconds(20))
      expect(handWait(await checkNow())).toBe(0)
    }
    booth.clock.goOn(1)
    const most = asked()
    // It remembers so many requests only; the rest of the day is asked of another one.
    expect(most).toBeGreaterThan(99)
    cluster = await booth.newCluster()
    const before = asked()
    const refused = await connect(booth, attendee, { cluster })
    expect([refused.status, asked()]).toEqual([200, before])
    expect(refused.text).toMatch(
      /By hand it works again on \w+ \d+ at \d+:\d\d [AP]M; this page goes on checking by itself/,
    )
    await watch()
    expect(asked()).toBeGreaterThan(before)
    booth.clock.goOn(DAY_MINUTES)
    expect((await page()).text).not.toContain('By hand it works again')
  })
})

describe('checking by itself', () => {
  test('600 a day, then words on the page and seconds for its script; by hand still works', async () => {
    await connect(booth, attendee, { cluster })
    for (let time = 0; time < 600; time++)
      expect(booth.booth.checksByItself.takeIfLeft(registrationId())).toBe(true)
    const before = asked()
    expect(await watch()).toEqual({ outcome: 'resting', code: '', seconds: 86_400 })
    expect(asked()).toBe(before)
    const resting = await page()
    expect(resting.text).toMatch(/It rests until \w+ \d+, \d+:\d\d [AP]M; “Check now” still works/)
    expect(resting.html).not.toContain('data-until=')
    await checkNow()
    expect(asked()).toBeGreaterThan(before)
    booth.clock.goOn(DAY_MINUTES)
    expect((await watch()).outcome).not.toBe('resting')
  })

  test('one in flight: many pages and taps at once share one answer', async () => {
    await connect(booth, attendee, { cluster })
    await watch()
    const before = asked()
    await Promise.all([...Array<undefined>(5)].map(() => watch()))
    expect(asked() - before).toBeLessThanOrEqual(4)
  })
})

describe('wrong keys', () => {
  const failTimes = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await typeWrongKey(time)
      booth.clock.goOn(seconds(20))
    }
  }

  test('three are free; after the fourth the page waits 5 s, says what to do, and asks nobody', async () => {
    await failTimes(3)
    const fourth = await typeWrongKey(4)
    expect([outcomeOf(fourth), causeOf(fourth)]).toEqual(['not-yet', 'MB-KEY-WRONG-SECRET'])
    expect(handWait(fourth)).toBe(5)
    expect(fourth.text).toContain('Several keys did not work, so the next one waits for 5 seconds.')
    expect(fourth.text).toContain('make a new key as step 2 shows')

    const before = asked()
    for (let time = 0; time < 5; time++) await checkNow()
    expect(await watch()).toEqual({ outcome: 'key-wait', code: '', seconds: 5 })
    // Another key, the right one even, waits as well: that is what slows guessing down.
    expect(handWait(await connect(booth, attendee, { cluster }))).toBe(5)
    expect(asked()).toBe(before)

    booth.clock.goOn(seconds(5))
    // What was pressed while waiting is not used up.
    expect(handWait(await page())).toBe(0)
    await watch()
    expect(asked()).toBeGreaterThan(before)
    expect(causeOf(await page())).not.toBe('MB-KEY-WRONG-SECRET')
  })

  test('the page asking again with the same wrong key makes the wait no longer', async () => {
    await failTimes(3)
    await typeWrongKey(4)
    for (let time = 0; time < 10; time++) {
      booth.clock.goOn(seconds(5))
      await watch()
    }
    expect(handWait(await page())).toBe(0)
    expect(handWait(await typeWrongKey(5))).toBe(15)
  })

  test('staff see the wait on their page and end it', async () => {
    await failTimes(5)
    await typeWrongKey(6)
    const staff = await booth.enrolled({ kind: 'staff', role: 'scan' })
    const room = await staff.open('/staff/room')
    expect(room.text).toContain('End the wait for a key (60 s)')
    const after = await room.submit({}, { to: '/staff/key-waits' })
    expect([after.path, after.text.includes('End the wait')]).toEqual(['/staff/room', false])
    expect(handWait(await page())).toBe(0)
    const before = asked()
    await connect(booth, attendee, { cluster })
    expect(asked()).toBeGreaterThan(before)
  })

  test('a key that may not read counts as well', async () => {
    const key = cluster.shipKey.encoded
    for (let time = 0; time < 4; time++) {
      await connect(booth, attendee, { cluster, key })
      booth.clock.goOn(seconds(20))
    }
    await connect(booth, attendee, { cluster, key })
    expect(handWait(await page())).toBe(15)
  })
})

function registrationId(): string {
  return lastRegistration
}
let lastRegistration = ''
beforeEach(async () => {
  const { id } = await booth.storage.read
    .selectFrom('registration')
    .select('id')
    .where('tag', '=', attendee.tag)
    .executeTakeFirstOrThrow()
  lastRegistration = id
})
