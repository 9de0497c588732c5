import { describe, expect, test } from '@jest/globals'
import {
  addAttendee,
  blackL,
  blackM,
  brokenPromises,
  journalOf,
  kim,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

async function waitFor(booth: ClaimsBooth, id: string, shirt = blackM) {
  await addAttendee(booth.storage, id)
  const outcome = await booth.claims.waitForShirt({ registrationId: id, shirt })
  booth.clock.goOn(1)
  return outcome
}

describe.each(databases)('the waiting list, on $name', (database) => {
  const open = async (stock: Record<string, number>) =>
    openClaimsBooth(await database.newPlace(), { stock })
  const stateOf = async (booth: ClaimsBooth, id: string) => (await booth.claims.claimOf(id))?.state

  test('everybody sees their place; whoever gives up moves the others on', async () => {
    const booth = await open({ 'black-M': 0 })
    expect(await waitFor(booth, 'ann')).toMatchObject({ kind: 'waiting', claim: { place: 1 } })
    expect(await waitFor(booth, 'bob')).toMatchObject({ kind: 'waiting', claim: { place: 2 } })
    expect(await waitFor(booth, 'cem')).toMatchObject({ kind: 'waiting', claim: { place: 3 } })
    await booth.claims.giveUpClaim('bob')
    expect(await booth.claims.claimOf('cem')).toMatchObject({ state: 'waiting', place: 2 })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ waiting: 2, left: 0 })
  })

  test('who joins the same line again keeps their place', async () => {
    const booth = await open({ 'black-M': 0 })
    await waitFor(booth, 'ann')
    await waitFor(booth, 'bob')
    expect(await booth.claims.waitForShirt({ registrationId: 'ann', shirt: blackM })).toMatchObject(
      { kind: 'waiting', claim: { place: 1 } },
    )
  })

  test('what came back is marked as offered, until its owner takes another one', async () => {
    const booth = await open({ 'black-M': 0, 'black-L': 1 })
    await waitFor(booth, 'ann')
    await booth.stock.deliver({ scanId: newScanId(), by: lead, sku: 'black-M', qty: 1 })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'reserved', offered: true })
    await booth.claims.changeOfMind({ registrationId: 'ann', shirt: blackL })
    expect(await booth.claims.claimOf('ann')).not.toHaveProperty('offered')
  })

  test('with a unit there, waiting reserves it', async () => {
    const booth = await open({ 'black-M': 1 })
    expect(await waitFor(booth, 'ann')).toMatchObject({ kind: 'reserved' })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a delivery goes to those who wait longest, for an hour, and a newcomer cannot overtake', async () => {
    const booth = await open({ 'black-M': 0 })
    for (const id of ['ann', 'bob', 'cem']) await waitFor(booth, id)
    const at = booth.clock.now().getTime()
    await booth.stock.deliver({ scanId: newScanId(), by: lead, sku: 'black-M', qty: 2 })
    expect(await booth.claims.claimOf('ann')).toMatchObject({
      state: 'reserved',
      expiresAt: new Date(at + 3_600_000).toISOString(),
    })
    expect(await stateOf(booth, 'bob')).toBe('reserved')
    expect(await booth.claims.claimOf('cem')).toMatchObject({ state: 'waiting', place: 1 })
    await addAttendee(booth.storage, 'dan')
    expect(await booth.claims.reserve({ registrationId: 'dan', shirt: blackM })).toMatchObject({
      kind: 'out-of-stock',
    })
    expect((await journalOf(booth)).slice(-2)).toEqual(['claim-reserved', 'claim-reserved'])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test.each<[string, (booth: ClaimsBooth, code: string) => Promise<unknown>]>([
    ['given up', (booth) => booth.claims.giveUpClaim('ann')],
    ['changed', (booth) => booth.claims.changeOfMind({ registrationId: 'ann', shirt: blackL })],
    [
      'swapped',
      (booth, typed) => booth.claims.swap({ scanId: newScanId(), typed, by: kim, shirt: blackL }),
    ],
    [
      'swapped after the hand-over',
      async (booth, typed) => {
        await booth.claims.handOver({ scanId: newScanId(), typed, by: kim })
        await booth.claims.swap({ scanId: newScanId(), typed, by: kim, shirt: blackL })
      },
    ],
    [
      'recounted and found',
      (booth) =>
        booth.stock.recount({
          scanId: newScanId(),
          by: lead,
          sku: 'black-M',
          counted: 2,
          seen: 1,
          reason: 'one more in the box',
        }),
    ],
  ])('a unit that is %s is the next one’s at once', async (_how, free) => {
    const booth = await open({ 'black-M': 1, 'black-L': 1 })
    const code = await reserveFor(booth, 'ann', 'black-M')
    await waitFor(booth, 'bob')
    await free(booth, code)
    expect(await booth.claims.claimOf('bob')).toMatchObject({ state: 'reserved', shirt: blackM })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('an overdue hold goes to the one who waits, not to the newcomer whose visit tidies it', async () => {
    const booth = await open({ 'black-M': 1 })
    await reserveFor(booth, 'ann', 'black-M')
    await waitFor(booth, 'bob')
    booth.clock.goOn(300)
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, waiting: 1, left: 0 })
    await addAttendee(booth.storage, 'cem')
    expect(await booth.claims.reserve({ registrationId: 'cem', shirt: blackM })).toMatchObject({
      kind: 'out-of-stock',
    })
    expect(await stateOf(booth, 'bob')).toBe('reserved')
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('the tick gives overdue holds to those who wait', async () => {
    const booth = await open({ 'black-M': 1 })
    await reserveFor(booth, 'ann', 'black-M')
    await waitFor(booth, 'bob')
    booth.clock.goOn(300)
    await booth.claims.tidy()
    expect(await stateOf(booth, 'ann')).toBe('expired')
    expect(await stateOf(booth, 'bob')).toBe('reserved')
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('whoever waits may take what is there, or the end of another list', async () => {
    const booth = await open({ 'black-L': 1 })
    await waitFor(booth, 'ann')
    await waitFor(booth, 'bob')
    expect(await booth.claims.changeOfMind({ registrationId: 'ann', shirt: blackL })).toMatchObject(
      {
        kind: 'changed',
        claim: { state: 'reserved', shirt: blackL },
      },
    )
    await waitFor(booth, 'cem', blackL)
    expect(await booth.claims.waitForShirt({ registrationId: 'bob', shirt: blackL })).toMatchObject(
      {
        kind: 'waiting',
        claim: { shirt: blackL, place: 2 },
      },
    )
    expect(await lineOf(booth, 'black-M')).toMatchObject({ waiting: 0 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('the code of somebody who waits hands nothing over', async () => {
    const booth = await open({ 'black-M': 0 })
    const outcome = await waitFor(booth, 'ann')
    const typed = 'claim' in outcome ? outcome.claim.code : ''
    expect(await booth.claims.lookUp({ scanId: newScanId(), typed, by: kim })).toMatchObject({
      kind: 'waiting',
      claim: { place: 1 },
    })
    expect(await booth.claims.handOver({ scanId: newScanId(), typed, by: kim })).toMatchObject({
      kind: 'waiting',
    })
  })
})
