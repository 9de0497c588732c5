import { describe, expect, test } from '@jest/globals'
import {
  addAttendee,
  blackM,
  brokenPromises,
  kim,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

describe.each(databases)('deliveries and low stock, on $name', (database) => {
  const open = async (stock: Record<string, number>) =>
    openClaimsBooth(await database.newPlace(), { stock })
  type Booth = Awaited<ReturnType<typeof open>>
  const delivery = (lines: Record<string, number>) => ({
    scanId: newScanId(),
    by: lead,
    note: 'DHL 4711',
    lines: Object.entries(lines).map(([sku, qty]) => ({ sku, qty })),
  })
  const lowLines = async ({ storage }: Booth) =>
    (
      await storage.read
        .selectFrom('journal')
        .select('data')
        .where('kind', '=', 'stock-low')
        .orderBy('seq')
        .execute()
    ).map(({ data }) => JSON.parse(data) as unknown)

  test('many lines arrive together, with the note, and whoever waited has one before anybody sees it', async () => {
    const booth = await open({})
    await addAttendee(booth.storage, 'ann')
    await booth.claims.waitForShirt({ registrationId: 'ann', shirt: blackM })
    const box = delivery({ 'black-M': 2, 'pink-S': 3 })
    expect(await booth.stock.takeDelivery(box)).toEqual({ kind: 'done' })
    expect(await booth.stock.takeDelivery(box)).toEqual({ kind: 'done' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 1, waiting: 0 })
    expect(await lineOf(booth, 'pink-S')).toMatchObject({ available: 3 })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved' })
    const { lines } = await booth.stock.ledger('black-M')
    expect(lines.map(({ kind, qty, reason }) => [kind, qty, reason])).toEqual([
      ['serve', 1, undefined],
      ['deliver', 2, 'DHL 4711'],
    ])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('all lines or none; leads only; with a note and with something in it', async () => {
    const booth = await open({})
    const refused = [
      [{ ...delivery({ 'black-M': 1, 'green-M': 1 }) }, 'unknown-shirt'],
      [{ ...delivery({ 'black-M': 1 }), by: kim }, 'not-allowed'],
      [{ ...delivery({ 'black-M': 1 }), note: ' ' }, 'no-reason'],
      [delivery({}), 'nothing'],
    ] as const
    for (const [asked, kind] of refused)
      expect(await booth.stock.takeDelivery(asked)).toEqual({ kind })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0 })
  })

  test('a delivery of every line there is keeps its answer, whatever its length', async () => {
    const booth = await open({})
    const skus = (await booth.stock.overview()).map(({ sku }) => sku)
    const box = delivery(Object.fromEntries(skus.map((sku) => [sku, 10_000])))
    expect(await booth.stock.takeDelivery(box)).toEqual({ kind: 'done' })
    const other = { ...box, lines: box.lines.map((line) => ({ ...line, qty: 9_999 })) }
    expect(await booth.stock.takeDelivery(other)).toEqual({ kind: 'misuse' })
  })

  test('low stock is told once a crossing, by whatever takes the shirt away', async () => {
    const booth = await open({ 'black-M': 7 })
    expect(booth.event.shirts.lowStock).toBe(5)
    for (const id of ['a', 'b', 'c']) await reserveFor(booth, id, 'black-M')
    expect(await lowLines(booth)).toEqual([{ sku: 'black-M', left: 5 }])
    const watched = await booth.stock.watch()
    expect(watched.find(({ sku }) => sku === 'black-M')).toMatchObject({
      low: true,
      lowSince: booth.clock.now().toISOString(),
    })
    await booth.stock.takeDelivery(delivery({ 'black-M': 4 }))
    expect(await lowLines(booth)).toHaveLength(1)
    await booth.stock.holdBack({ scanId: newScanId(), by: lead, sku: 'black-M', qty: 8 })
    expect(await lowLines(booth)).toEqual([
      { sku: 'black-M', left: 5 },
      { sku: 'black-M', left: 0 },
    ])
  })

  test('the forecast after a delivery counts those who come, not those who had waited', async () => {
    const booth = await open({ 'black-M': 4 })
    for (const id of ['a', 'b', 'c', 'd']) await reserveFor(booth, id, 'black-M')
    for (const id of ['e', 'f', 'g']) {
      await addAttendee(booth.storage, id)
      await booth.claims.waitForShirt({ registrationId: id, shirt: blackM })
    }
    const forecast = async () =>
      (await booth.stock.watch()).find(({ sku }) => sku === 'black-M')?.forecast
    await booth.stock.takeDelivery(delivery({ 'black-M': 7 }))
    // Four in an hour; with the three who waited it would be seven, and four left would last until 04:05.
    expect(await forecast()).toEqual({ kind: 'runs-out', at: '2026-11-28T02:30:00.000Z' })
  })

  test('a hand-over of a reserved shirt crosses nothing', async () => {
    const booth = await open({ 'black-M': 6 })
    const typed = await reserveFor(booth, 'a', 'black-M')
    await booth.claims.handOver({ scanId: newScanId(), typed, by: kim })
    expect(await lowLines(booth)).toHaveLength(1)
  })

  test('the ledger of one shirt: newest first, a page at a time, with who and why', async () => {
    const booth = await open({ 'black-M': 1 })
    await booth.storage.write((tx) =>
      tx
        .insertInto('person')
        .values({ id: 'park', name: 'Park', role: 'lead', created_at: '', revoked_at: null })
        .execute(),
    )
    for (let number = 1; number <= 60; number++)
      await booth.stock.deliver({
        ...{ scanId: newScanId(), by: lead, sku: 'black-M', qty: number },
        reason: `box ${number}`,
      })
    const first = await booth.stock.ledger('black-M')
    expect(first.lines).toHaveLength(50)
    expect(first.lines[0]).toMatchObject({
      ...{ kind: 'deliver', from: 'outside', to: 'available', qty: 60, reason: 'box 60' },
      by: { person: 'Park', phone: 'phone-3' },
    })
    const second = await booth.stock.ledger('black-M', first.next)
    expect(second.lines.map(({ qty }) => qty)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1])
    expect(second.next).toBeUndefined()
  })

  test('the count sheet says what lay there in the morning and which movements explain the rest', async () => {
    const booth = await open({ 'black-M': 5 })
    booth.clock.goOn(24 * 60)
    const codes: string[] = []
    for (const id of ['a', 'b', 'c']) codes.push(await reserveFor(booth, id, 'black-M'))
    for (const typed of codes) await booth.claims.handOver({ scanId: newScanId(), typed, by: kim })
    await booth.stock.takeDelivery(delivery({ 'black-M': 4 }))
    const off = { scanId: newScanId(), by: lead, sku: 'black-M', qty: 1, reason: 'torn' }
    await booth.stock.damage(off)
    await booth.stock.writeOff({ ...off, scanId: newScanId() })
    const sheet = await booth.stock.countSheet()
    expect(sheet.since).toBe('2026-11-28T21:30:00.000Z')
    expect(sheet.lines.find(({ line }) => line.sku === 'black-M')).toMatchObject({
      ...{ morning: 5, delivered: 4, handed: 3, corrected: -1, expected: 5 },
      line: { damaged: 1 },
    })
  })

  test('a whole sheet: every line by itself, a conflict leaves the others saved, twice counts once', async () => {
    const booth = await open({ 'black-M': 5, 'black-L': 5, 'pink-S': 1 })
    await reserveFor(booth, 'a', 'pink-S')
    const sheet = {
      ...{ scanId: newScanId(), by: lead, reason: 'evening' },
      lines: [
        { sku: 'black-M', counted: 4, seen: 5 },
        { sku: 'black-L', counted: 4, seen: 6 },
        { sku: 'pink-S', counted: 0, seen: 1 },
      ],
    }
    const kinds = ['recounted', 'conflict', 'short']
    for (const tap of [sheet, { ...sheet }])
      expect((await booth.stock.recountAll(tap)).map(({ outcome }) => outcome.kind)).toEqual(kinds)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 4 })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 5 })
    expect(await brokenPromises(booth)).toEqual([])
  })
})
