import { describe, expect, test } from '@jest/globals'
import { takeFirstDeliveries } from '../../src/stock/first-deliveries.sql.ts'
import {
  brokenPromises,
  eventWith,
  journalOf,
  kim,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  openInstances,
  reserveFor,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

describe.each(databases)('stock, on $name', (database) => {
  const open = async (stock: Record<string, number>) =>
    openClaimsBooth(await database.newPlace(), { stock })
  const change = (qty: number, reason?: string) => ({
    scanId: newScanId(),
    by: lead,
    sku: 'black-M',
    qty,
    ...(reason !== undefined && { reason }),
  })
  const count = (counted: number, seen: number) => ({
    scanId: newScanId(),
    by: lead,
    sku: 'black-M',
    counted,
    seen,
    reason: 'counted by hand',
  })

  test('the first stock of the event file is taken in once, in its order', async () => {
    const place = await database.newPlace()
    const booth = await openClaimsBooth(place, { stock: { 'black-M': 3, 'pink-XS': 2 } })
    await reserveFor(booth, 'ann', 'black-M')
    const again = await openClaimsBooth(place, { stock: { 'black-M': 9, 'pink-XS': 2 } })
    const overview = await again.stock.overview()
    expect(overview.map(({ sku }) => sku)).toEqual(
      ['black', 'blue', 'mint', 'pink'].flatMap((colour) =>
        ['XS', 'S', 'M', 'L', 'XL', '2XL', '3XL'].map((size) => `${colour}-${size}`),
      ),
    )
    expect(await lineOf(again, 'black-M')).toMatchObject({ available: 2, reserved: 1 })
    expect(await lineOf(again, 'pink-XS')).toMatchObject({ available: 2 })
    const told = await again.storage.read.selectFrom('journal').select(['kind', 'data']).execute()
    expect(told.filter(({ kind }) => kind === 'stock-delivered')).toEqual([
      { kind: 'stock-delivered', data: '{"sku":"black-M","qty":3}' },
      { kind: 'stock-delivered', data: '{"sku":"pink-XS","qty":2}' },
    ])
    expect(await brokenPromises(again)).toEqual([])
  })

  test('several instances that start at once take it in once', async () => {
    const booths = await openInstances(database, { instances: 3 })
    await booths[0].storage.write((tx) => tx.deleteFrom('stock').execute())
    const event = eventWith({ 'black-M': 3, 'blue-L': 1 })
    await Promise.all(
      booths.map(({ storage, moment }) => takeFirstDeliveries(storage, event, moment())),
    )
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ available: 3 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('units go where they are sent, and nowhere they are not', async () => {
    const booth = await open({ 'black-M': 5 })
    await booth.stock.deliver(change(2))
    await booth.stock.holdBack(change(4))
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 3, heldBack: 4 })
    expect(await booth.stock.holdBack(change(4))).toMatchObject({ kind: 'not-enough' })
    await booth.stock.giveFree(change(1))
    await booth.stock.damage(change(2, 'coffee'))
    await booth.stock.writeOffDamaged(change(1, 'thrown away'))
    await booth.stock.writeOff(change(1, 'given to the venue'))
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, heldBack: 3, damaged: 1 })
    expect(await booth.stock.giveFree(change(4))).toMatchObject({
      kind: 'not-enough',
      line: { heldBack: 3 },
    })
    expect(await journalOf(booth)).toEqual([
      'stock-held-back',
      'stock-low',
      'stock-given-free',
      'stock-damaged',
      'stock-written-off',
      'stock-written-off',
    ])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('the same form sent twice counts once', async () => {
    const booth = await open({ 'black-M': 1 })
    const delivery = change(2)
    expect(await booth.stock.deliver(delivery)).toMatchObject({
      kind: 'done',
      line: { available: 3 },
    })
    expect(await booth.stock.deliver(delivery)).toMatchObject({
      kind: 'done',
      line: { available: 3 },
    })
    expect(await booth.stock.deliver({ ...delivery, qty: 3 })).toEqual({ kind: 'misuse' })
    expect(await booth.stock.writeOff({ ...delivery, reason: 'lost' })).toEqual({ kind: 'misuse' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 3 })
  })

  test('leads change stock, with a reason where units are lost; staff report damage', async () => {
    const booth = await open({ 'black-M': 2 })
    expect(await booth.stock.deliver({ ...change(1), by: kim })).toEqual({ kind: 'not-allowed' })
    expect(await booth.stock.recount({ ...count(1, 2), by: kim })).toEqual({ kind: 'not-allowed' })
    expect(await booth.stock.writeOff(change(1))).toEqual({ kind: 'no-reason' })
    expect(await booth.stock.recount({ ...count(1, 2), reason: '  ' })).toEqual({
      kind: 'no-reason',
    })
    expect(await booth.stock.deliver({ ...change(1), sku: 'green-M' })).toEqual({
      kind: 'unknown-shirt',
    })
    expect(await booth.stock.recount({ ...count(1, 2), sku: 'green-M' })).toEqual({
      kind: 'unknown-shirt',
    })
    expect(await booth.stock.damage({ ...change(1, 'torn'), by: kim })).toMatchObject({
      kind: 'done',
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, damaged: 1 })
  })

  test('a recount replaces what is available; two leads at once see the conflict', async () => {
    const booth = await open({ 'black-M': 5 })
    await reserveFor(booth, 'ann', 'black-M')
    expect(await booth.stock.recount(count(4, 5))).toMatchObject({
      kind: 'recounted',
      freed: 0,
      nowWaiting: [],
      line: { available: 3, reserved: 1, onHand: 4 },
    })
    expect(await booth.stock.recount(count(6, 5))).toEqual({ kind: 'conflict', seen: 5, onHand: 4 })
    expect(await booth.stock.recount(count(6, 4))).toMatchObject({
      kind: 'recounted',
      line: { available: 5, onHand: 6 },
    })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a count below what is promised asks first, then frees held-back units and sends the newest to wait', async () => {
    const booth = await open({ 'black-M': 5 })
    for (const id of ['ann', 'bob', 'cem']) {
      await reserveFor(booth, id, 'black-M')
      booth.clock.goOn(1)
    }
    await booth.stock.holdBack(change(1))
    const before = await booth.storage.read.selectFrom('movement').selectAll().execute()
    for (const agreed of [{}, { agreed: { freed: 1, waiting: 1 } }])
      expect(await booth.stock.recount({ ...count(1, 5), ...agreed })).toMatchObject({
        kind: 'short',
        freed: 1,
        wouldWait: [{ nickname: 'Nick bob' }, { nickname: 'Nick cem', tag: 'pycon-cem' }],
      })
    expect(await booth.storage.read.selectFrom('movement').selectAll().execute()).toEqual(before)
    const outcome = await booth.stock.recount({
      ...count(1, 5),
      agreed: { freed: 1, waiting: 2 },
    })
    expect(outcome).toMatchObject({
      kind: 'recounted',
      freed: 1,
      line: { available: 0, reserved: 1, heldBack: 0, waiting: 2, onHand: 1 },
    })
    const [bob, cem] = [await booth.claims.claimOf('bob'), await booth.claims.claimOf('cem')]
    expect('nowWaiting' in outcome && outcome.nowWaiting).toEqual([
      { claimId: bob?.id, nickname: 'Nick bob', tag: 'pycon-bob' },
      { claimId: cem?.id, nickname: 'Nick cem', tag: 'pycon-cem' },
    ])
    expect([bob?.place, cem?.place]).toEqual([1, 2])
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved' })
    expect((await journalOf(booth)).slice(-3)).toEqual([
      'claim-waiting',
      'claim-waiting',
      'stock-recounted',
    ])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('fewer units than are on record as damaged: those are written off first', async () => {
    const booth = await open({ 'black-M': 3 })
    await booth.stock.damage(change(2, 'coffee'))
    expect(await booth.stock.recount(count(1, 3))).toEqual({
      kind: 'fewer-than-damaged',
      damaged: 2,
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, damaged: 2 })
  })
})
