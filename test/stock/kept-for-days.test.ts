import { describe, expect, test } from '@jest/globals'
import { takeFirstDeliveries } from '../../src/stock/first-deliveries.sql.ts'
import {
  addAttendee,
  brokenPromises,
  eventWith,
  journalOf,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  openInstances,
  reserveFor,
  standingClock,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

/** The second day of the sample event opens at 09:30 in Seoul. */
const SECOND_DAY = { day: '2026-11-29', opensAt: '2026-11-29T00:30:00.000Z' }
const BEFORE = '2026-11-29T00:29:59.999Z'

describe.each(databases)('shirts kept for a later day, on $name', (database) => {
  const open = async (percent: number, start?: string) => {
    const place = await database.newPlace()
    const clock = standingClock(start)
    const booth = await openClaimsBooth(place, { clock })
    const event = eventWith({ 'black-M': 10, 'black-XS': 3 })
    const shirts = { ...event.shirts, keepForLaterDays: percent }
    await booth.storage.write((tx) => tx.deleteFrom('stock').execute())
    await takeFirstDeliveries(booth.storage, { ...event, shirts }, booth.moment())
    const goTo = (instant: string) => {
      clock.goOn((Date.parse(instant) - clock.now().getTime()) / 60_000)
    }
    return { ...booth, goTo }
  }
  const change = (qty: number) => ({ scanId: newScanId(), by: lead, sku: 'black-M', qty })

  test('the event’s percent is held back, whole shirts only, and is free at the later opening', async () => {
    const booth = await open(30)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 7, heldBack: 3, left: 7 })
    expect(await lineOf(booth, 'black-XS')).toMatchObject({ available: 3, heldBack: 0 })
    booth.goTo(BEFORE)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 7, heldBack: 3 })
    booth.goTo(SECOND_DAY.opensAt)
    // By comparison: nothing has run since.
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 10, heldBack: 0, left: 10 })
    await booth.claims.tidy()
    await booth.claims.tidy()
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 10, heldBack: 0 })
    expect(await journalOf(booth)).toEqual(['stock-held-back', 'stock-given-free'])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('nobody gets a kept shirt before its day; whoever waits is served at the opening, by the first who asks', async () => {
    const booth = await open(100)
    await addAttendee(booth.storage, 'ann')
    const shirt = { colour: 'black', size: 'M' }
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt })).toMatchObject({
      kind: 'out-of-stock',
    })
    await booth.claims.waitForShirt({ registrationId: 'ann', shirt })
    booth.goTo(SECOND_DAY.opensAt)
    // No tick came in between: the reservation itself settles.
    await reserveFor(booth, 'bob', 'black-M')
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 8, reserved: 2 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a booth that first starts on the last day keeps nothing', async () => {
    const booth = await open(50, SECOND_DAY.opensAt)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 10, heldBack: 0 })
  })

  test('a lead keeps more for that day, or without a day; only the dated ones are freed by the clock', async () => {
    const booth = await open(20)
    await booth.stock.holdBack({ ...change(1), until: SECOND_DAY })
    await booth.stock.holdBack(change(4))
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 3, heldBack: 7 })
    booth.goTo(SECOND_DAY.opensAt)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 6, heldBack: 4 })
    for (const id of ['ann', 'bob']) await reserveFor(booth, id, 'black-M')
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 4, heldBack: 4 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('what a lead gave free early is not freed again out of what was held back later', async () => {
    const booth = await open(30)
    await booth.stock.giveFree(change(2))
    await booth.stock.holdBack(change(5))
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 4, heldBack: 6 })
    booth.goTo(SECOND_DAY.opensAt)
    await booth.claims.tidy()
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 5, heldBack: 5 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('what a recount gave free is not freed again out of what was held back later', async () => {
    const booth = await open(30)
    const counted = {
      ...change(1),
      counted: 2,
      seen: 10,
      reason: 'lost',
      agreed: { freed: 3, waiting: 0 },
    }
    expect(await booth.stock.recount(counted)).toMatchObject({ kind: 'recounted', freed: 1 })
    await booth.stock.deliver(change(9))
    await booth.stock.holdBack(change(5))
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 4, heldBack: 7 })
    booth.goTo(SECOND_DAY.opensAt)
    await booth.claims.tidy()
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 6, heldBack: 5 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('several instances that tidy at the opening free the shirts once', async () => {
    const clock = standingClock()
    const booths = await openInstances(database, { instances: 3, stock: { 'black-M': 10 }, clock })
    await booths[0].stock.holdBack({ ...change(4), until: SECOND_DAY })
    clock.goOn((Date.parse(SECOND_DAY.opensAt) - clock.now().getTime()) / 60_000)
    await Promise.all([...booths, ...booths].map(({ claims }) => claims.tidy()))
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ available: 10, heldBack: 0 })
    const freed = (await booths[0].stock.ledger('black-M')).lines.filter(
      ({ kind }) => kind === 'give-free',
    )
    expect(freed).toHaveLength(1)
    expect(await brokenPromises(booths[0])).toEqual([])
  })
})
