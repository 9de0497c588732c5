import { describe, expect, test } from '@jest/globals'
import type { Event } from '../../src/event/event.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import { toShirt } from '../../src/stock/sku.ts'
import {
  addAttendee,
  brokenPromises,
  kim,
  lineOf,
  newScanId,
  openClaimsBooth,
  standingClock,
} from '../support/claims-booth.ts'
import { databases, type TestDatabase } from '../support/databases.ts'

const TWO = readEventFile('events/two-missions.yaml')
const NEXT_DAY_MINUTES = 24 * 60

/** Two missions; few shirts and mugs a day. */
function eventWithShares({ shirts, mugs }: { shirts?: number; mugs?: number }): Event {
  const [mug] = TWO.prizes
  return {
    ...TWO,
    shirts: { ...TWO.shirts, perDay: shirts },
    prizes: [{ ...mug!, perDay: mugs }],
  }
}

describe.each(databases)('what a mission earns, on $name', (database: TestDatabase) => {
  async function setUp(shares: { shirts?: number; mugs?: number } = {}) {
    const clock = standingClock()
    const event = eventWithShares(shares)
    const booth = await openClaimsBooth(await database.newPlace(), { event, clock })
    const passed = (id: string, ...missions: string[]) => addAttendee(booth.storage, id, missions)
    const reserve = (registrationId: string, sku: string) =>
      booth.claims.reserve({ registrationId, shirt: toShirt(sku) })
    const change = (registrationId: string, sku: string) =>
      booth.claims.changeOfMind({ registrationId, shirt: toShirt(sku) })
    return { booth, clock, passed, reserve, change }
  }

  test('whoever passed the quick one gets a mug and no shirt', async () => {
    const { booth, passed, reserve } = await setUp()
    await passed('ann', 'quick')
    expect(await reserve('ann', 'black-M')).toEqual({ kind: 'not-earned' })
    expect(await reserve('ann', 'mug')).toMatchObject({
      kind: 'reserved',
      claim: { sku: 'mug', shirt: { colour: 'mug', size: '' } },
    })
    expect(await lineOf(booth, 'mug')).toMatchObject({ available: 39, reserved: 1 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('passing another mission too earns what that earns: still one claim in all', async () => {
    const { booth, passed, reserve, change } = await setUp()
    await passed('ann', 'quick', 'long')
    await reserve('ann', 'mug')
    expect(await reserve('ann', 'black-M')).toMatchObject({ kind: 'already-claimed' })
    expect(await change('ann', 'black-M')).toMatchObject({
      kind: 'changed',
      claim: { sku: 'black-M' },
    })
    const claims = await booth.storage.read.selectFrom('claim').select(['mission', 'sku']).execute()
    expect(claims).toEqual([{ mission: 'long', sku: 'black-M' }])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('changing one’s mind to what was not earned changes nothing', async () => {
    const { booth, passed, reserve, change } = await setUp()
    await passed('ann', 'quick')
    await reserve('ann', 'mug')
    expect(await change('ann', 'black-M')).toEqual({ kind: 'not-earned' })
    expect(await lineOf(booth, 'mug')).toMatchObject({ reserved: 1 })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ reserved: 0 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a mug never becomes a shirt at the desk, and is handed over like one', async () => {
    const { booth, passed, reserve } = await setUp()
    await passed('ann', 'quick', 'long')
    const reserved = await reserve('ann', 'mug')
    if (reserved.kind !== 'reserved') throw new Error(reserved.kind)
    const typed = reserved.claim.code
    const tap = { typed, by: kim }
    expect(
      await booth.claims.swap({ ...tap, scanId: newScanId(), shirt: toShirt('black-M') }),
    ).toMatchObject({ kind: 'unknown-shirt' })
    expect(await booth.claims.handOver({ ...tap, scanId: newScanId() })).toMatchObject({
      kind: 'handed-over',
      claim: { sku: 'mug' },
    })
    expect(await lineOf(booth, 'mug')).toMatchObject({ handed: 1, reserved: 0 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a pass of a mission that was renamed since still earns what the first one earns', async () => {
    const { booth, passed, reserve } = await setUp()
    await passed('ann', 'the-old-name')
    expect(await reserve('ann', 'mug')).toMatchObject({ kind: 'reserved' })
    expect(await brokenPromises(booth)).toEqual([])
  })

  describe('with a share a day', () => {
    test('the one after the last is told so, keeps the pass, and gets one on the next day', async () => {
      const { booth, clock, passed, reserve } = await setUp({ mugs: 2 })
      for (const id of ['ann', 'bob', 'cem']) await passed(id, 'quick')
      await reserve('ann', 'mug')
      await reserve('bob', 'mug')
      expect(await reserve('cem', 'mug')).toEqual({ kind: 'day-full' })
      expect(await booth.claims.sharesToday()).toEqual([
        { prize: 'mug', perDay: 2, left: 0, opensAt: '2026-11-29T00:30:00.000Z' },
      ])
      clock.goOn(NEXT_DAY_MINUTES)
      expect(await booth.claims.sharesToday()).toEqual([{ prize: 'mug', perDay: 2, left: 2 }])
      expect(await reserve('cem', 'mug')).toMatchObject({ kind: 'reserved' })
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('the day begins at midnight of the event, not of UTC', async () => {
      const { booth, clock, passed, reserve } = await setUp({ mugs: 1 })
      for (const id of ['ann', 'bob']) await passed(id, 'quick')
      // 10:30 in Seoul; 13 h 29 min later it is 23:59 there.
      const reserved = await reserve('ann', 'mug')
      if (reserved.kind !== 'reserved') throw new Error(reserved.kind)
      await booth.claims.handOver({ typed: reserved.claim.code, by: kim, scanId: newScanId() })
      clock.goOn(13 * 60 + 29)
      expect(await reserve('bob', 'mug')).toEqual({ kind: 'day-full' })
      clock.goOn(1)
      expect(await reserve('bob', 'mug')).toMatchObject({ kind: 'reserved' })
    })

    test('giving up, or letting the hold end, leaves the share to another', async () => {
      const { booth, clock, passed, reserve } = await setUp({ mugs: 1 })
      for (const id of ['ann', 'bob', 'cem']) await passed(id, 'quick')
      await reserve('ann', 'mug')
      await booth.claims.giveUpClaim('ann')
      expect(await reserve('bob', 'mug')).toMatchObject({ kind: 'reserved' })
      // The hold of four hours has ended; nobody tidied.
      clock.goOn(4 * 60 + 1)
      expect(await booth.claims.sharesToday()).toMatchObject([{ left: 1 }])
      expect(await reserve('cem', 'mug')).toMatchObject({ kind: 'reserved' })
      expect(await reserve('ann', 'mug')).toEqual({ kind: 'day-full' })
    })

    test('another colour or size of the same takes no second share, not even on a full day', async () => {
      const { booth, passed, reserve, change } = await setUp({ shirts: 1 })
      await passed('ann', 'long')
      await reserve('ann', 'black-M')
      expect(await change('ann', 'mint-L')).toMatchObject({ kind: 'changed' })
      expect(await booth.claims.sharesToday()).toMatchObject([{ prize: 'shirts', left: 0 }])
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('going over to another prize needs a share of that one, and leaves the old one', async () => {
      const { booth, passed, reserve, change } = await setUp({ shirts: 1, mugs: 1 })
      await passed('ann', 'long')
      await passed('bob', 'long')
      await reserve('ann', 'black-M')
      await reserve('bob', 'mug')
      expect(await change('ann', 'mug')).toEqual({ kind: 'day-full' })
      expect(await lineOf(booth, 'black-M')).toMatchObject({ reserved: 1 })
      await booth.claims.giveUpClaim('bob')
      expect(await change('ann', 'mug')).toMatchObject({ kind: 'changed' })
      expect(await reserve('bob', 'black-M')).toMatchObject({ kind: 'reserved' })
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('whoever waits has a share already and needs no other when one comes back', async () => {
      const { booth, passed } = await setUp({ mugs: 2 })
      await booth.storage.write((tx) => tx.updateTable('stock').set({ available: 0 }).execute())
      await passed('ann', 'quick')
      const waited = await booth.claims.waitForShirt({
        registrationId: 'ann',
        shirt: toShirt('mug'),
      })
      expect(waited.kind).toBe('waiting')
      expect(await booth.claims.sharesToday()).toMatchObject([{ left: 1 }])
    })

    test('going over to the waiting list of another prize needs its pass and its share', async () => {
      const { booth, passed } = await setUp({ mugs: 1 })
      await booth.storage.write((tx) => tx.updateTable('stock').set({ available: 0 }).execute())
      await passed('ann', 'quick')
      await passed('bob', 'quick', 'long')
      const wait = async (registrationId: string, sku: string) => {
        const { kind } = await booth.claims.waitForShirt({ registrationId, shirt: toShirt(sku) })
        return `${kind}, ${(await booth.claims.claimOf(registrationId))?.sku}`
      }
      expect(await wait('ann', 'mug')).toBe('waiting, mug')
      expect(await wait('ann', 'black-M')).toBe('not-earned, mug')
      expect(await wait('bob', 'black-M')).toBe('waiting, black-M')
      expect(await wait('bob', 'mug')).toBe('day-full, black-M')
      await booth.claims.giveUpClaim('ann')
      expect(await wait('bob', 'mug')).toBe('waiting, mug')
    })

    test('thirty at the same moment: exactly the share of the day, and all the rest told so', async () => {
      const { booth, passed, reserve } = await setUp({ shirts: 7 })
      const ids = Array.from({ length: 30 }, (_, number) => `p${number}`)
      for (const id of ids) await passed(id, 'long')
      const colours = ['black-M', 'blue-M', 'mint-M', 'pink-M']
      const outcomes = await Promise.all(
        ids.map((id, number) => reserve(id, colours[number % colours.length]!)),
      )
      const kinds = outcomes.map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'reserved')).toHaveLength(7)
      expect(kinds.filter((kind) => kind === 'day-full')).toHaveLength(23)
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('one after the other: exactly the share of the day', async () => {
      const { passed, reserve } = await setUp({ shirts: 2 })
      const kinds: string[] = []
      for (const id of ['a', 'b', 'c', 'd']) {
        await passed(id, 'long')
        kinds.push((await reserve(id, 'black-M')).kind)
      }
      expect(kinds).toEqual(['reserved', 'reserved', 'day-full', 'day-full'])
    })
  })
})
