import { describe, expect, test } from '@jest/globals'
import {
  addAttendee,
  blackL,
  blackM,
  brokenPromises,
  journalOf,
  kim,
  lead,
  lee,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

const scansOf = ({ storage }: ClaimsBooth) =>
  storage.read.selectFrom('scan').selectAll().orderBy('scan_id').execute()

describe.each(databases)('the desk, on $name', (database) => {
  const open = async (stock: Record<string, number> = { 'black-M': 2, 'black-L': 1 }) =>
    openClaimsBooth(await database.newPlace(), { stock })
  const tap = (typed: string, by = kim) => ({ scanId: newScanId(), typed, by })

  /** Staff and phones by name, as enrolled. */
  const enrol = ({ storage }: ClaimsBooth) =>
    storage.write(async (tx) => {
      const created_at = '2026-11-28T00:00:00.000Z'
      const person = { role: 'scan', created_at, revoked_at: null }
      await tx
        .insertInto('person')
        .values({ ...person, id: 'kim', name: 'Kim' })
        .execute()
      await tx
        .insertInto('device')
        .values({
          id: 'phone-1',
          kind: 'phone',
          person_id: 'kim',
          label: 'Blue phone',
          created_at,
          revoked_at: null,
        })
        .execute()
    })

  test('a look-up says what to fetch, keeps one row and changes nothing else', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    const before = [await lineOf(booth, 'black-M'), await journalOf(booth)]
    const scan = tap(code)
    expect(await booth.claims.lookUp(scan)).toMatchObject({
      kind: 'ready',
      claim: { shirt: blackM, owner: { nickname: 'Nick ann' } },
    })
    expect(await booth.claims.lookUp(scan)).toMatchObject({ kind: 'ready' })
    expect([await lineOf(booth, 'black-M'), await journalOf(booth)]).toEqual(before)
    expect(await scansOf(booth)).toMatchObject([
      {
        scan_id: scan.scanId,
        action: 'look-up',
        verdict: 'ready',
        person: 'kim',
        device: 'phone-1',
      },
    ])
  })

  test('every refused scan is kept with its reason, and nothing of what was typed', async () => {
    const booth = await open()
    expect(await booth.claims.lookUp(tap('K7M2X9QP4J'))).toEqual({ kind: 'unknown-code' })
    expect(await booth.claims.lookUp(tap('K7M2X9QP4T'))).toEqual({
      kind: 'unreadable',
      reading: { kind: 'typing-error' },
    })
    expect(await booth.claims.handOver(tap('K7M2X9QP4J'))).toEqual({ kind: 'unknown-code' })
    expect(await booth.claims.handOver(tap('https://booth.example/m/secretlink'))).toMatchObject({
      kind: 'unreadable',
    })
    const scans = await scansOf(booth)
    expect(scans.map(({ verdict }) => verdict)).toEqual([
      'unknown-code',
      'typing-error',
      'unknown-code',
      expect.any(String),
    ])
    expect(JSON.stringify(scans)).not.toMatch(/secretlink|K7M2X9QP4T/)
    expect(await booth.claims.lastAnswersOf('phone-1')).toHaveLength(4)
    expect(await booth.claims.lastAnswersOf('phone-2')).toEqual([])
  })

  test('handing over moves the unit once; the second phone learns who, where and when', async () => {
    const booth = await open()
    await enrol(booth)
    const code = await reserveFor(booth, 'ann', 'black-M')
    const first = tap(code)
    expect(await booth.claims.handOver(first)).toMatchObject({
      kind: 'handed-over',
      claim: { shirt: blackM },
    })
    booth.clock.goOn(2)
    const handOver = {
      scanId: first.scanId,
      at: '2026-11-28T01:30:00.000Z',
      person: { id: 'kim', name: 'Kim' },
      device: { id: 'phone-1', label: 'Blue phone' },
    }
    const second = { kind: 'already-handed-over', handOver, claim: { shirt: blackM } }
    expect(await booth.claims.handOver(tap(code, lee))).toMatchObject({
      ...second,
      thisPhone: false,
    })
    expect(await booth.claims.handOver(tap(code))).toMatchObject({ ...second, thisPhone: true })
    expect(await booth.claims.lookUp(tap(code))).toMatchObject({
      kind: 'already-handed-over',
      thisPhone: true,
      claim: { handOver },
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0, handed: 1 })
    expect(await journalOf(booth)).toEqual(['claim-reserved', 'handed-over'])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('the same tap again gets the same answer, after a restart too', async () => {
    const place = await database.newPlace()
    const booth = await openClaimsBooth(place, { stock: { 'black-M': 2 } })
    const [ann, bob] = [
      await reserveFor(booth, 'ann', 'black-M'),
      await reserveFor(booth, 'bob', 'black-M'),
    ]
    const green = tap(ann)
    await booth.claims.handOver(green)
    const red = tap(ann, lee)
    const refusal = await booth.claims.handOver(red)

    const restarted = await openClaimsBooth(place, { stock: { 'black-M': 2 } })
    restarted.clock.goOn(60)
    expect(await restarted.claims.handOver(green)).toMatchObject({
      kind: 'handed-over',
      at: '2026-11-28T01:30:00.000Z',
      repeated: true,
    })
    expect(await restarted.claims.handOver(red)).toEqual({ ...refusal, repeated: true })
    expect(await restarted.claims.whatBecameOf(green.scanId, 'phone-1')).toMatchObject({
      verdict: 'handed-over',
    })
    expect(await restarted.claims.whatBecameOf(green.scanId, 'phone-2')).toBeUndefined()
    expect(await restarted.claims.handOver({ ...green, typed: bob })).toEqual({ kind: 'misuse' })
    expect(await restarted.claims.lookUp(green)).toEqual({ kind: 'misuse' })
    expect(await restarted.claims.undo({ ...green, handOver: green.scanId })).toEqual({
      kind: 'misuse',
    })
    expect(await lineOf(restarted, 'black-M')).toMatchObject({ reserved: 1, handed: 1 })
    expect(await brokenPromises(restarted)).toEqual([])
  })

  test('after the hold: expired, and one tap reserves and hands over if a unit is left', async () => {
    const booth = await open({ 'black-M': 1 })
    const ann = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(240)
    expect(await booth.claims.lookUp(tap(ann))).toMatchObject({ kind: 'expired', unitLeft: true })
    expect(await booth.claims.handOver(tap(ann))).toMatchObject({ kind: 'expired', unitLeft: true })
    const again = tap(ann)
    expect(await booth.claims.handOverExpired(again)).toMatchObject({ kind: 'handed-over' })
    expect(await booth.claims.handOverExpired(again)).toMatchObject({
      kind: 'handed-over',
      repeated: true,
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, reserved: 0, handed: 1 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('an expired claim whose unit went to another gets none', async () => {
    const booth = await open({ 'black-M': 1 })
    const ann = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(240)
    await reserveFor(booth, 'bob', 'black-M')
    expect(await booth.claims.handOver(tap(ann))).toMatchObject({
      kind: 'expired',
      unitLeft: false,
    })
    expect(await booth.claims.handOverExpired(tap(ann))).toMatchObject({ kind: 'out-of-stock' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ reserved: 1, handed: 0 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('with its unit gone it becomes another shirt in one step, under the same code', async () => {
    const booth = await open({ 'black-M': 1, 'black-L': 1 })
    const ann = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(240)
    await reserveFor(booth, 'bob', 'black-M')
    expect(await booth.claims.swap({ ...tap(ann), shirt: blackL })).toMatchObject({
      kind: 'swapped',
      claim: { shirt: blackL },
    })
    expect(await booth.claims.lookUp(tap(ann))).toMatchObject({
      kind: 'ready',
      claim: { shirt: blackL, expiresAt: '2026-11-29T02:30:00.000Z' },
    })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 0, reserved: 1 })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, reserved: 1 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a code of an earlier event in the same database hands over nothing, in no way', async () => {
    const place = await database.newPlace()
    const earlier = await openClaimsBooth(place, { stock: { 'black-M': 2 }, event: 'devday' })
    const ann = await reserveFor(earlier, 'ann', 'black-M')
    const bob = await reserveFor(earlier, 'bob', 'black-M')
    await earlier.claims.handOver(tap(bob))
    const booth = await openClaimsBooth(place, { stock: { 'black-M': 2 } })
    const other = { kind: 'other-event' }
    for (const code of [ann, bob]) {
      expect(await booth.claims.lookUp(tap(code))).toEqual(other)
      expect(await booth.claims.handOver(tap(code))).toEqual(other)
      expect(await booth.claims.handOverExpired(tap(code))).toEqual(other)
      expect(await booth.claims.swap({ ...tap(code), shirt: blackL })).toEqual(other)
    }
    booth.clock.goOn(300)
    expect(await booth.claims.lookUp(tap(ann))).toEqual(other)
    expect(await booth.claims.handOverExpired(tap(ann))).toEqual(other)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ handed: 1 })
    expect(new Set((await scansOf(booth)).map(({ verdict }) => verdict))).toEqual(
      new Set(['handed-over', 'other-event']),
    )
    expect(await earlier.claims.lookUp(tap(bob))).toMatchObject({ kind: 'already-handed-over' })
  })

  test('a tag, or the address of a mission, is known for what it is', async () => {
    const booth = await open()
    for (const typed of ['pycon-7h3vyz5t4', 'https://booth.example/m/secretlink'])
      expect(await booth.claims.lookUp(tap(typed))).toEqual({ kind: 'tag-scanned' })
    expect(JSON.stringify(await scansOf(booth))).not.toMatch(/7h3vyz5t4|secretlink/)
  })

  test.each(['handOver', 'handOverExpired'] as const)(
    'a friend who collects it is kept, by %s',
    async (how) => {
      const booth = await open()
      const code = await reserveFor(booth, 'ann', 'black-M')
      if (how === 'handOverExpired') booth.clock.goOn(300)
      await booth.claims[how]({ ...tap(code), pickedUpBy: 'Nick bob' })
      expect(await booth.claims.claimOf('ann')).toMatchObject({ pickedUpBy: 'Nick bob' })
    },
  )

  test('a friend who collects it is shown at any later scan', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    await booth.claims.handOver({ ...tap(code), pickedUpBy: 'Nick bob' })
    expect(await booth.claims.lookUp(tap(code, lee))).toMatchObject({
      kind: 'already-handed-over',
      claim: { pickedUpBy: 'Nick bob' },
    })
    expect(JSON.stringify((await scansOf(booth)).map(({ answer }) => answer))).not.toContain('bob')
  })

  test('undo of a shirt that came back damaged: it is put aside, and another one is reserved', async () => {
    const booth = await open({ 'black-M': 2 })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    const green = { scanId: newScanId(), typed, by: kim }
    await booth.claims.handOver(green)
    const undo = {
      scanId: newScanId(),
      by: kim,
      handOver: green.scanId,
      returned: 'damaged' as const,
    }
    expect(await booth.claims.undo(undo)).toMatchObject({ kind: 'undone' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({
      available: 0,
      reserved: 1,
      damaged: 1,
      handed: 0,
    })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved' })
    expect(await booth.claims.undo(undo)).toMatchObject({ kind: 'undone', repeated: true })
    // The same id for a shirt that came back whole is another tap.
    expect(await booth.claims.undo({ ...undo, returned: 'good' })).toEqual({ kind: 'misuse' })
    const late = { ...undo, scanId: newScanId() }
    expect(await booth.claims.undo(late)).toEqual({ kind: 'already-undone' })
    expect(await booth.claims.handOver({ ...green, scanId: newScanId() })).toMatchObject({
      kind: 'handed-over',
    })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('undo of a damaged shirt with none left: its owner waits, ahead of those who came later', async () => {
    const booth = await open({ 'black-M': 1 })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    const green = { scanId: newScanId(), typed, by: kim }
    await booth.claims.handOver(green)
    booth.clock.goOn(1)
    await addAttendee(booth.storage, 'bob')
    await booth.claims.waitForShirt({ registrationId: 'bob', shirt: blackM })
    booth.clock.goOn(1)
    const undo = { scanId: newScanId(), by: lead, handOver: green.scanId }
    expect(await booth.claims.undo({ ...undo, returned: 'damaged' })).toMatchObject({
      kind: 'undone',
    })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'waiting', place: 1 })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, damaged: 1, waiting: 2 })
    const one = { sku: 'black-M', qty: 1, scanId: newScanId(), by: lead }
    await booth.stock.deliver(one)
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved' })
    expect(await booth.claims.claimOf('bob')).toMatchObject({ state: 'waiting' })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a gift that came back damaged becomes no shirt for the next', async () => {
    const booth = await open({ 'black-M': 1 })
    const gift = { scanId: newScanId(), by: lead, shirt: blackM, reason: 'speaker' }
    expect(await booth.claims.giveGift(gift)).toMatchObject({ kind: 'given' })
    const undo = { scanId: newScanId(), by: lead, handOver: gift.scanId }
    expect(await booth.claims.undo({ ...undo, returned: 'damaged' })).toMatchObject({
      kind: 'undone',
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, damaged: 1, handed: 0 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('undo: own phone for ten minutes, a lead always, each hand-over once', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    const first = tap(code)
    await booth.claims.handOver(first)
    const undo = (by = kim, handOver = first.scanId) =>
      booth.claims.undo({ scanId: newScanId(), by, handOver })
    expect(await undo(lee)).toEqual({ kind: 'another-phone' })
    booth.clock.goOn(10)
    expect(await undo()).toMatchObject({ kind: 'undone' })
    expect(await undo()).toEqual({ kind: 'already-undone' })
    expect(await booth.claims.claimOf('ann')).toMatchObject({
      state: 'reserved',
      expiresAt: '2026-11-28T05:40:00.000Z',
    })
    expect(await booth.claims.handOver(first)).toMatchObject({
      kind: 'handed-over',
      repeated: true,
      stillHanded: false,
    })

    const second = tap(code)
    expect(await booth.claims.handOver(second)).toMatchObject({ kind: 'handed-over' })
    expect(await undo(kim, first.scanId)).toEqual({ kind: 'already-undone' })
    booth.clock.goOn(10.1)
    expect(await undo(kim, second.scanId)).toEqual({ kind: 'too-late' })
    expect(await undo(lead, second.scanId)).toMatchObject({ kind: 'undone' })
    expect(await undo(lead, 'never-used')).toEqual({ kind: 'no-such-hand-over' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ reserved: 1, handed: 0 })
    expect(await journalOf(booth)).toEqual([
      'claim-reserved',
      'handed-over',
      'hand-over-undone',
      'handed-over',
      'hand-over-undone',
    ])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a swap before and after the hand-over keeps the code and moves both units', async () => {
    const booth = await open({ 'black-M': 1, 'black-L': 1, 'pink-S': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    const swap = tap(code)
    const asked = { ...swap, shirt: blackL }
    expect(await booth.claims.swap(asked)).toMatchObject({
      kind: 'swapped',
      from: blackM,
      claim: { shirt: blackL },
    })
    expect(await booth.claims.swap(asked)).toMatchObject({ kind: 'swapped', repeated: true })
    expect(await booth.claims.swap({ ...asked, shirt: blackM })).toEqual({ kind: 'misuse' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0 })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 0, reserved: 1 })

    await booth.claims.handOver(tap(code))
    const pink = { colour: 'pink', size: 'S' }
    await booth.claims.swap({ ...tap(code), shirt: pink, returned: 'damaged' })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 0, damaged: 1, handed: 0 })
    expect(await lineOf(booth, 'pink-S')).toMatchObject({ available: 0, handed: 1 })
    expect(await booth.claims.lookUp(tap(code))).toMatchObject({
      kind: 'already-handed-over',
      claim: { shirt: pink },
    })
    // Each answer with the shirt it was about.
    const answers = await booth.claims.lastAnswersOf('phone-1')
    expect(answers.map(({ verdict, claim }) => `${verdict} ${claim?.sku}`).sort()).toEqual([
      'already-handed-over pink-S',
      'handed-over black-L',
      'swapped black-L',
      'swapped pink-S',
    ])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a swap to what is out changes nothing and offers what is left', async () => {
    const booth = await open({ 'black-M': 1, 'black-S': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    const state = async () => [await lineOf(booth, 'black-M'), await lineOf(booth, 'black-L')]
    const before = await state()
    expect(await booth.claims.swap({ ...tap(code), shirt: blackL })).toMatchObject({
      kind: 'out-of-stock',
      alternatives: { sizes: [{ colour: 'black', size: 'S' }] },
    })
    expect(await state()).toEqual(before)
    await booth.claims.handOver(tap(code))
    expect(await booth.claims.swap({ ...tap(code), shirt: blackL })).toMatchObject({
      kind: 'out-of-stock',
    })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'handed', shirt: blackM })
    expect(await booth.claims.swap({ ...tap(code), shirt: blackM })).toMatchObject({
      kind: 'same-shirt',
    })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a gift needs a lead and a reason, and can be taken back', async () => {
    const booth = await open({ 'black-M': 1 })
    const gift = { scanId: newScanId(), by: lead, shirt: blackM, reason: 'speaker' }
    expect(await booth.claims.giveGift({ ...gift, by: kim })).toEqual({ kind: 'not-allowed' })
    expect(await booth.claims.giveGift({ ...gift, reason: ' ' })).toEqual({ kind: 'no-reason' })
    expect(await booth.claims.giveGift(gift)).toMatchObject({
      kind: 'given',
      claim: { shirt: blackM },
    })
    expect(await booth.claims.giveGift(gift)).toMatchObject({ kind: 'given', repeated: true })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, handed: 1 })
    expect(await booth.claims.giveGift({ ...gift, scanId: newScanId() })).toEqual({
      kind: 'out-of-stock',
    })
    expect(await brokenPromises(booth)).toEqual([])
    const taken = await booth.claims.undo({ scanId: newScanId(), by: lead, handOver: gift.scanId })
    expect(taken).toMatchObject({ kind: 'undone' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, handed: 0 })
    expect(await journalOf(booth)).toEqual(['gift-given', 'hand-over-undone'])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('staff find people by code, tag or part of a nickname', async () => {
    const booth = await open()
    const code = await reserveFor(booth, 'ann', 'black-M')
    await addAttendee(booth.storage, 'bob_1', false)
    expect(await booth.claims.search(code.toLowerCase())).toMatchObject([
      { owner: { registrationId: 'ann' }, claim: { shirt: blackM } },
    ])
    expect(await booth.claims.search('nick')).toHaveLength(2)
    expect(await booth.claims.search('B_1')).toMatchObject([{ owner: { nickname: 'Nick bob_1' } }])
    expect(await booth.claims.search('k%b')).toEqual([])
    expect(await booth.claims.search('a_n')).toEqual([])
    await booth.storage.write((tx) =>
      tx
        .updateTable('registration')
        .set({ tag: 'pycon-7h3vyz5t4' })
        .where('id', '=', 'bob_1')
        .execute(),
    )
    expect(await booth.claims.search('PYCON-7H3VYZ5T4')).toMatchObject([
      { owner: { registrationId: 'bob_1' } },
    ])
  })
})
