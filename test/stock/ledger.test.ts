import { describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { verifyLedger } from '../../src/stock/verify-ledger.sql.ts'
import {
  addAttendee,
  brokenPromises,
  kim,
  newScanId,
  openClaimsBooth,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

const tamper = ({ storage }: ClaimsBooth, statement: string) =>
  storage.write((tx) => sql.raw(statement).execute(tx))

describe.each(databases)('the check of the ledger, on $name', (database) => {
  /** One shirt handed over, one reserved, one left, somebody waiting for another. */
  const open = async () => {
    const booth = await openClaimsBooth(await database.newPlace(), { stock: { 'black-M': 3 } })
    const code = await reserveFor(booth, 'ann', 'black-M')
    await booth.claims.handOver({ scanId: newScanId(), typed: code, by: kim })
    await reserveFor(booth, 'bob', 'black-M')
    await addAttendee(booth.storage, 'cem')
    await booth.claims.waitForShirt({
      registrationId: 'cem',
      shirt: { colour: 'blue', size: 'M' },
    })
    return booth
  }

  test('finds nothing in a booth that was never tampered with', async () => {
    const booth = await open()
    expect(await verifyLedger(booth.storage)).toEqual([])
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('names sku, state and both numbers of a counter that differs', async () => {
    const booth = await open()
    await tamper(booth, `update stock set available = 7 where sku = 'black-M'`)
    await tamper(booth, `update stock set damaged = 1 where sku = 'pink-S'`)
    expect(await verifyLedger(booth.storage)).toEqual([
      { sku: 'black-M', state: 'available', ledger: 1, counter: 7 },
      { sku: 'pink-S', state: 'damaged', ledger: 0, counter: 1 },
    ])
  })

  test.each([
    ['I1', `update claim set state = 'reserved' where registration_id = 'ann'`],
    ['I2', `update stock set available = 7 where sku = 'black-M'`],
    ['I3', `update claim set state = 'cancelled' where registration_id = 'bob'`],
    ['I5', `delete from pass where registration_id = 'ann'`],
    [
      'I6',
      `update movement set at = '2026-11-28T09:00:00.000Z' where seq = (select min(seq) from movement)`,
    ],
    ['I7', `update claim set sku = 'black-M' where registration_id = 'cem'`],
    ['I8', `delete from scan where action = 'hand-over'`],
  ])('%s breaks when somebody writes past the program', async (id, statement) => {
    const booth = await open()
    await tamper(booth, statement)
    expect((await brokenPromises(booth)).map((line) => line.slice(0, 9))).toContain(`${id} BROKEN`)
  })

  test.each([
    `update stock set available = -1 where sku = 'black-M'`,
    `update stock set reserved = -1 where sku = 'black-M'`,
    `update stock set held_back = -1 where sku = 'black-M'`,
    `update stock set damaged = -1 where sku = 'black-M'`,
    `update stock set handed = -1 where sku = 'black-M'`,
    `update movement set qty = 0`,
    `insert into kept_for_day values ('black-M', '2026-11-29', '2026-11-29T00:30:00.000Z', -1, null)`,
    `update claim set code = 'K7M2X9QP4J'`,
    `update claim set sku = 'green-M'`,
    `update claim set registration_id = 'bob', state = 'reserved'`,
  ])('the database itself refuses: %s', async (statement) => {
    const booth = await open()
    await expect(tamper(booth, statement)).rejects.toThrow(/constraint/i)
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('I4 breaks when the unique key is gone', async () => {
    const booth = await open()
    await tamper(booth, 'drop index claim_one_live')
    await tamper(booth, `update claim set registration_id = 'bob' where registration_id = 'cem'`)
    expect(await brokenPromises(booth)).toEqual([
      'I4 BROKEN nobody has more than one living claim, whichever missions they passed: bob has 2',
    ])
  })
})

test('a line taken out of the ledger is missed', async () => {
  const sqlite = databases.find(({ name }) => name === 'SQLite')!
  const booth = await openClaimsBooth(await sqlite.newPlace(), {
    stock: { 'black-M': 1, 'blue-M': 1 },
  })
  await tamper(booth, `delete from movement where sku = 'black-M'`)
  expect(await brokenPromises(booth)).toEqual([
    expect.stringContaining('I2 BROKEN'),
    expect.stringContaining('line 1 is missing'),
  ])
})
