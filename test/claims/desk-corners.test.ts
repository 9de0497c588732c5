import { describe, expect, test } from '@jest/globals'
import type { ClaimCode } from '../../src/claims/claim-code.ts'
import { createClaimStore } from '../../src/claims/claim-store.sql.ts'
import {
  addAttendee,
  blackL,
  brokenPromises,
  kim,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

/** What each of these forbids is rare at a desk, and wrong each time. */
describe.each(databases)('corners of the desk, on $name', (database) => {
  const open = async (stock: Record<string, number> = { 'black-M': 2, 'black-L': 1 }) =>
    openClaimsBooth(await database.newPlace(), { stock })
  const tap = (typed: string) => ({ scanId: newScanId(), typed, by: kim })
  const handed = async (booth: ClaimsBooth, typed: string) => {
    const green = tap(typed)
    expect(await booth.claims.handOver(green)).toMatchObject({ kind: 'handed-over' })
    return green.scanId
  }

  test('"reserve again and hand over" gives nothing for a claim that is handed over, given up or waiting', async () => {
    const booth = await open({ 'black-M': 3 })
    const [ann, bob] = [
      await reserveFor(booth, 'ann', 'black-M'),
      await reserveFor(booth, 'bob', 'black-M'),
    ]
    await handed(booth, ann)
    await booth.claims.giveUpClaim('bob')
    await addAttendee(booth.storage, 'cem')
    await booth.claims.waitForShirt({ registrationId: 'cem', shirt: blackL })
    const cem = (await booth.claims.claimOf('cem'))!.code
    const before = await lineOf(booth, 'black-M')
    const kinds = []
    for (const code of [ann, bob, cem])
      kinds.push((await booth.claims.handOverExpired(tap(code))).kind)
    expect(kinds).toEqual(['already-handed-over', 'cancelled', 'waiting'])
    expect(await lineOf(booth, 'black-M')).toEqual(before)
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('its green, asked for again after an undo, says that it stands no more', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(300)
    const green = tap(code)
    await booth.claims.handOverExpired(green)
    await booth.claims.undo({ scanId: newScanId(), by: kim, handOver: green.scanId })
    expect(await booth.claims.handOverExpired(green)).toMatchObject({
      kind: 'handed-over',
      repeated: true,
      stillHanded: false,
    })
  })

  test('who collected it is forgotten with the hand-over', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    const green = { ...tap(code), pickedUpBy: 'Nick bob' }
    await booth.claims.handOver(green)
    await booth.claims.undo({ scanId: newScanId(), by: kim, handOver: green.scanId })
    expect(await booth.claims.claimOf('ann')).not.toHaveProperty('pickedUpBy')
  })

  test('a claim that was given up is not swapped, and nothing is swapped to what the event has not', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    const green = { colour: 'green', size: 'M' }
    expect(await booth.claims.swap({ ...tap(code), shirt: green })).toEqual({
      kind: 'unknown-shirt',
    })
    await booth.claims.giveUpClaim('ann')
    expect(await booth.claims.swap({ ...tap(code), shirt: blackL })).toMatchObject({
      kind: 'cancelled',
    })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 1, reserved: 0 })
  })

  test('a gift of what the event has not is refused; a code that is taken is drawn again, and nothing kept of it', async () => {
    const booth = await open()
    const gift = { by: lead, reason: 'speaker' }
    const green = { colour: 'green', size: 'M' }
    expect(await booth.claims.giveGift({ ...gift, scanId: newScanId(), shirt: green })).toEqual({
      kind: 'unknown-shirt',
    })
    const code = (await reserveFor(booth, 'ann', 'black-M')) as ClaimCode
    const scanId = newScanId()
    const store = createClaimStore(booth.storage, booth.event)
    const drawn = { ...gift, scanId, id: 'gift-1', code, event: booth.event.id, mission: 'm' }
    const moment = booth.moment()
    expect(await store.give({ ...drawn, sku: 'black-L', moment })).toEqual({ kind: 'code-taken' })
    expect(await booth.claims.giveGift({ ...gift, scanId, shirt: blackL })).toMatchObject({
      kind: 'given',
    })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a tap that was refused stays refused, whatever has come meanwhile', async () => {
    const booth = await open({ 'black-M': 1 })
    const swap = { ...tap(await reserveFor(booth, 'ann', 'black-M')), shirt: blackL }
    expect(await booth.claims.swap(swap)).toMatchObject({ kind: 'out-of-stock' })
    await booth.stock.deliver({ scanId: newScanId(), by: lead, sku: 'black-L', qty: 1 })
    expect(await booth.claims.swap(swap)).toMatchObject({ kind: 'out-of-stock', repeated: true })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ sku: 'black-M' })
  })

  describe('where the only unit left is a hold that has run out', () => {
    const overdue = async (sku: string) => {
      const booth = await open({ 'black-M': 2, 'black-L': 1 })
      await reserveFor(booth, 'bob', sku)
      booth.clock.goOn(239)
      const code = await reserveFor(booth, 'ann', 'black-M')
      booth.clock.goOn(1)
      return { booth, code }
    }

    test('a swap before the hand-over takes it', async () => {
      const { booth, code } = await overdue('black-L')
      expect(await booth.claims.swap({ ...tap(code), shirt: blackL })).toMatchObject({
        kind: 'swapped',
      })
      expect(await booth.claims.claimOf('bob')).toMatchObject({ state: 'expired' })
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('a swap after the hand-over takes it', async () => {
      const { booth, code } = await overdue('black-L')
      await handed(booth, code)
      expect(await booth.claims.swap({ ...tap(code), shirt: blackL })).toMatchObject({
        kind: 'swapped',
      })
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('who brought a damaged one back has it', async () => {
      const { booth, code } = await overdue('black-M')
      const handOver = await handed(booth, code)
      await booth.claims.undo({ scanId: newScanId(), by: kim, handOver, returned: 'damaged' })
      expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved' })
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('it may turn out to be damaged', async () => {
      const { booth } = await overdue('black-L')
      const found = { scanId: newScanId(), by: kim, sku: 'black-L', qty: 1, reason: 'a hole' }
      expect(await booth.stock.damage(found)).toMatchObject({ kind: 'done' })
      expect(await brokenPromises(booth)).toEqual([])
    })

    test('a gift takes it', async () => {
      const { booth } = await overdue('black-L')
      const gift = { scanId: newScanId(), by: lead, shirt: blackL, reason: 'speaker' }
      expect(await booth.claims.giveGift(gift)).toMatchObject({ kind: 'given' })
      expect(await brokenPromises(booth)).toEqual([])
    })
  })
})
