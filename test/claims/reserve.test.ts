import { describe, expect, test } from '@jest/globals'
import {
  addAttendee,
  blackL,
  blackM,
  brokenPromises,
  journalOf,
  kim,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

describe.each(databases)('reserving a shirt, on $name', (database) => {
  const open = async (stock: Record<string, number>) =>
    openClaimsBooth(await database.newPlace(), { stock })

  test('takes one unit until the hold ends, and says so in the journal', async () => {
    const booth = await open({ 'black-M': 2 })
    await addAttendee(booth.storage, 'ann')
    const outcome = await booth.claims.reserve({ registrationId: 'ann', shirt: blackM })
    expect(outcome).toMatchObject({
      kind: 'reserved',
      claim: { state: 'reserved', shirt: blackM, expiresAt: '2026-11-28T05:30:00.000Z' },
    })
    expect(await booth.claims.claimOf('ann')).toEqual('claim' in outcome && outcome.claim)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 1, left: 1 })
    expect(await journalOf(booth)).toEqual(['claim-reserved'])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('one living claim a person', async () => {
    const booth = await open({ 'black-M': 2, 'black-L': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt: blackL })).toMatchObject({
      kind: 'already-claimed',
      claim: { code, shirt: blackM },
    })
    await booth.claims.handOver({ scanId: newScanId(), typed: code, by: kim })
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt: blackL })).toMatchObject({
      kind: 'already-claimed',
      claim: { state: 'handed' },
    })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 1 })
  })

  test('out of stock offers the nearest sizes and the other colours', async () => {
    const booth = await open({
      'black-S': 1,
      'black-2XL': 1,
      'black-L': 1,
      'blue-M': 1,
      'pink-M': 3,
    })
    await addAttendee(booth.storage, 'ann')
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt: blackM })).toEqual({
      kind: 'out-of-stock',
      shirt: blackM,
      alternatives: {
        sizes: [blackL, { colour: 'black', size: 'S' }, { colour: 'black', size: '2XL' }],
        colours: [
          { colour: 'pink', size: 'M' },
          { colour: 'blue', size: 'M' },
        ],
      },
    })
    expect(await booth.claims.claimOf('ann')).toBeUndefined()
    expect(await journalOf(booth)).toEqual([])
  })

  test('needs a passed mission and a shirt of this event', async () => {
    const booth = await open({ 'black-M': 1 })
    await addAttendee(booth.storage, 'ann', false)
    await addAttendee(booth.storage, 'bob')
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt: blackM })).toEqual({
      kind: 'not-passed',
    })
    const shirt = { colour: 'green', size: 'M' }
    expect(await booth.claims.reserve({ registrationId: 'bob', shirt })).toEqual({
      kind: 'unknown-shirt',
    })
    expect(await booth.claims.waitForShirt({ registrationId: 'bob', shirt })).toEqual({
      kind: 'unknown-shirt',
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1 })
  })

  test('a hold that has ended counts as available before anything tidies it', async () => {
    const booth = await open({ 'black-M': 1 })
    await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(239)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, reserved: 1, left: 0 })
    booth.clock.goOn(1)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0, left: 1 })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'expired' })

    await reserveFor(booth, 'bob', 'black-M')
    expect(await journalOf(booth)).toEqual(['claim-reserved', 'claim-expired', 'claim-reserved'])
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, reserved: 1 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('an expired claim comes back to life with its code, for another shirt too', async () => {
    const booth = await open({ 'black-M': 1, 'black-L': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(300)
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt: blackL })).toMatchObject({
      kind: 'reserved',
      claim: { code, shirt: blackL },
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0 })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 0, reserved: 1 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a change of mind moves the unit, keeps code and end of the hold', async () => {
    const booth = await open({ 'black-M': 1, 'black-L': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(60)
    expect(await booth.claims.changeOfMind({ registrationId: 'ann', shirt: blackL })).toMatchObject(
      {
        kind: 'changed',
        claim: { code, shirt: blackL, expiresAt: '2026-11-28T05:30:00.000Z' },
      },
    )
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0 })
    expect(await booth.claims.changeOfMind({ registrationId: 'ann', shirt: blackL })).toMatchObject(
      {
        kind: 'unchanged',
      },
    )
    expect(await journalOf(booth)).toEqual(['claim-reserved', 'claim-changed'])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a change of mind to what is out changes nothing', async () => {
    const booth = await open({ 'black-M': 1 })
    await reserveFor(booth, 'ann', 'black-M')
    const outcome = await booth.claims.changeOfMind({ registrationId: 'ann', shirt: blackL })
    expect(outcome).toMatchObject({ kind: 'out-of-stock', shirt: blackL })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved', shirt: blackM })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, reserved: 1 })
  })

  test('no change of mind without a claim, after the hand-over or after the hold', async () => {
    const booth = await open({ 'black-M': 2, 'black-L': 2 })
    await addAttendee(booth.storage, 'ann')
    const change = (registrationId: string) =>
      booth.claims.changeOfMind({ registrationId, shirt: blackL })
    expect(await change('ann')).toEqual({ kind: 'no-claim' })
    const code = await reserveFor(booth, 'bob', 'black-M')
    await reserveFor(booth, 'cem', 'black-M')
    await booth.claims.handOver({ scanId: newScanId(), typed: code, by: kim })
    expect(await change('bob')).toMatchObject({ kind: 'already-handed-over' })
    booth.clock.goOn(300)
    expect(await change('cem')).toMatchObject({ kind: 'expired' })
    expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 2 })
  })

  test('who gives up frees the unit and may claim again', async () => {
    const booth = await open({ 'black-M': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    expect(await booth.claims.giveUpClaim('ann')).toBe('cancelled')
    expect(await booth.claims.giveUpClaim('ann')).toBe('no-claim')
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0 })
    expect(await booth.claims.lookUp({ scanId: newScanId(), typed: code, by: kim })).toMatchObject({
      kind: 'cancelled',
    })
    expect(await booth.claims.reserve({ registrationId: 'ann', shirt: blackM })).toMatchObject({
      kind: 'reserved',
    })
    await booth.claims.handOver({ scanId: newScanId(), typed: code, by: kim })
    expect(await booth.claims.giveUpClaim('ann')).toBe('handed')
    expect(await brokenPromises(booth)).toEqual([])
  })
})
