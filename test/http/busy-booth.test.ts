import { describe, expect, test } from '@jest/globals'
import { EXCHANGE_BOUNDS } from '../../src/verification/connection/bounds.ts'
import { createOpenExchangeBehind } from '../../src/verification/connection/open-exchange.ts'
import { causeOf, outcomeOf } from '../support/attendee.ts'
import {
  address,
  BOOTH,
  openBusyBooth,
  playBusyBooth,
  registrationIds,
  RIGHT_KEY,
  SIGN_UP,
  signUpThere,
} from '../support/busy-booth.ts'
import { plain } from '../support/hostile-answers.ts'
import { startHostileCluster } from '../support/hostile-cluster.ts'
import { DOMAIN, policyFor } from '../support/hostile-exchange.ts'
import { howMany } from '../support/how-many.ts'
import { createScriptedResolver } from '../support/scripted-resolver.ts'
import { openTestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

const PEOPLE = howMany({ short: 40, long: 500 })

test(`${PEOPLE} people behind one address, five mistakes and six tries each: nobody is refused, no wait over 20 s`, async () => {
  const { statuses, waits, asked, people } = await playBusyBooth(PEOPLE)
  expect(people).toBe(PEOPLE)
  expect(statuses).toEqual([200, 303, 400])
  expect(waits.length).toBeGreaterThan(PEOPLE)
  expect(Math.max(...waits)).toBeLessThanOrEqual(20)
  // Everybody's connection was tried, and the impatient got no more than their share.
  expect(asked.checks).toBeGreaterThan(PEOPLE * 4)
  expect(asked.checks).toBeLessThanOrEqual(PEOPLE * 11)
}, 600_000)

describe('abuse is held', () => {
  test('one attendee, 1,000 tries a minute by hand and by itself, for a day: at most 700 checks', async () => {
    const { booth, asked, goTo } = await openBusyBooth()
    const { visitor, base } = await signUpThere(booth)
    await visitor.post(`${base}/check`, { target: address(1), key: RIGHT_KEY })
    const [id = ''] = await registrationIds(booth)
    // Some hundred real posts, then the rest of the day where posts end: at the two limits themselves.
    for (let time = 0; time < 150; time++) {
      goTo(time * 0.06)
      await visitor.post(`${base}/check-again`, {})
      await visitor.post(`${base}/watch`, {})
    }
    for (let second = 60; second < 86_400; second += 5) {
      goTo(second)
      for (let time = 0; time < 3; time++)
        for (const limit of [booth.booth.checksByHand, booth.booth.checksByItself])
          if (limit.takeIfLeft(id)) asked.checks += 1
    }
    expect(asked.checks).toBeLessThanOrEqual(700)
    expect(asked.mostOfOneCheck).toBeLessThanOrEqual(4)
  }, 120_000)

  test('one host, many people: 40 checks a minute, the others are told when again', async () => {
    const cluster = await startHostileCluster(plain(''))
    const host = `victim.${DOMAIN}`
    const openExchange = createOpenExchangeBehind({
      resolver: createScriptedResolver({ a: ['127.0.0.1'] }),
      wall: { admits: (one) => one === '127.0.0.1' },
      policy: policyFor([cluster.port]),
      userAgent: 'booth-mission-test',
      bounds: EXCHANGE_BOUNDS,
    })
    const booth = await openTestBooth({
      config: { TRUST_PROXY: '1', VERIFY_EXTRA_PORTS: String(cluster.port) },
      openExchange,
    })
    const told = new Map<string, number>()
    let busy: Page | undefined
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const { visitor, base } = await signUpThere(booth)
        const typed = { target: `https://${host}:${cluster.port}`, key: RIGHT_KEY }
        const page = await visitor.post(`${base}/check`, typed)
        const cause = causeOf(page) ?? ''
        told.set(cause, (told.get(cause) ?? 0) + 1)
        if (cause === 'MB-WE-ARE-BUSY') busy = page
      }),
    )
    expect(cluster.connections()).toBeLessThanOrEqual(40 * 2)
    expect(told.get('MB-WE-ARE-BUSY')).toBeGreaterThanOrEqual(20)
    expect(busy && outcomeOf(busy)).toBe('could-not-check')
    expect(busy?.text).toMatch(/\d+ wait in line\. This try does not count/)
    expect(busy?.text).toMatch(/We check again by ourselves in \d+ seconds/)
    await cluster.stop()
  }, 60_000)

  test('2,000 sign-ups a minute from own devices without a code: 120 get through', async () => {
    const { booth, goTo } = await openBusyBooth()
    for (let time = 0; time < 300; time++) {
      goTo(time * 0.03)
      await booth.visitor({ headers: BOOTH }).post('/register', { ...SIGN_UP, nickname: 'Bot' })
    }
    expect((await registrationIds(booth)).length).toBe(120)
    goTo(70)
    expect((await signUpThere(booth)).page.status).toBe(200)
  }, 120_000)
})
