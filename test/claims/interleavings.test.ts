import { describe, expect, test } from '@jest/globals'
import { sql, type KyselyPlugin } from 'kysely'
import { createClaimStore } from '../../src/claims/claim-store.sql.ts'
import { createStockStore } from '../../src/stock/stock-store.sql.ts'
import { toShirt } from '../../src/stock/sku.ts'
import type { Storage } from '../../src/storage/open-storage.ts'
import {
  addAttendee,
  blackM,
  brokenPromises,
  kim,
  lead,
  lineOf,
  newScanId,
  openInstances,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

const postgres = databases.find(({ name }) => name === 'PostgreSQL')!

/** The same storage, whose first statement of `kind` on `table` waits, once it has run, until it is let go. */
function pausing(storage: Storage, [kind, table]: [kind: string, table: string]) {
  const reached = Promise.withResolvers<undefined>()
  const letGo = Promise.withResolvers<undefined>()
  const marked = new WeakSet()
  let paused = false
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      const text = JSON.stringify(node)
      if (!paused && node.kind === kind && text.includes(`"name":"${table}"`)) {
        paused = true
        marked.add(queryId)
      }
      return node
    },
    transformResult: async ({ queryId, result }) => {
      if (marked.has(queryId)) {
        reached.resolve(undefined)
        await letGo.promise
      }
      return result
    },
  }
  return {
    storage: {
      ...storage,
      write: ((work) => storage.write((tx) => work(tx.withPlugin(plugin)))) as Storage['write'],
    },
    reached: reached.promise,
    letGo: () => {
      letGo.resolve(undefined)
    },
  }
}

/** Waits until `work` has ended or some statement waits for a lock. */
async function endedOrWaiting(storage: Storage, work: Promise<unknown>) {
  const ended = work.then(() => true)
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`.execute(storage.read)
    if (rows.length > 0) return
    if (await Promise.race([ended, new Promise((resolve) => setImmediate(resolve, false))])) return
  }
}

/** Moments that a race meets only by luck, brought about on purpose. */
describe('on PostgreSQL, one transaction held up in its middle', () => {
  test('who joins the waiting list while a unit returns gets it', async () => {
    const [booth, other] = await openInstances(postgres, {
      instances: 2,
      stock: { 'black-M': 1 },
    })
    await reserveFor(booth, 'ann', 'black-M')
    await addAttendee(booth.storage, 'bob')
    // The waiting list was looked at, the counters are not moved yet.
    const held = pausing(booth.storage, ['InsertQueryNode', 'movement'])
    const returning = createClaimStore(held.storage, booth.event).cancel({
      registrationId: 'ann',
      moment: booth.moment(),
    })
    await held.reached
    const joining = other!.claims.waitForShirt({ registrationId: 'bob', shirt: blackM })
    await endedOrWaiting(booth.storage, joining)
    held.letGo()
    expect(await returning).toBe('cancelled')
    expect(await joining).toMatchObject({ kind: 'reserved' })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, waiting: 0 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a hand-over in the middle of a recount makes it a conflict', async () => {
    const [booth, other] = await openInstances(postgres, {
      instances: 2,
      stock: { 'black-M': 4 },
    })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    // The comparison is made, the correction is not written yet.
    const held = pausing(booth.storage, ['InsertQueryNode', 'journal'])
    const counting = createStockStore(held.storage).recount({
      scanId: newScanId(),
      by: lead,
      sku: 'black-M',
      counted: 3,
      seen: 4,
      reason: 'counted',
      moment: booth.moment(),
    })
    await held.reached
    await other!.claims.handOver({ scanId: newScanId(), typed, by: kim })
    held.letGo()
    expect(await counting).toEqual({ kind: 'conflict', seen: 4, onHand: 3 })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 3, handed: 1 })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a hand-over and an undo in the middle of a recount: who has the shirt in hand does not wait for one', async () => {
    const [booth, other, third] = await openInstances(postgres, {
      instances: 3,
      stock: { 'black-M': 2 },
    })
    const bob = await reserveFor(booth, 'bob', 'black-M')
    const handOver = newScanId()
    await booth.claims.handOver({ scanId: handOver, typed: bob, by: kim })
    booth.clock.goOn(1)
    const ann = await reserveFor(booth, 'ann', 'black-M')
    // Ann's claim is handed over, the counters are not moved yet.
    const held = pausing(booth.storage, ['InsertQueryNode', 'movement'])
    const handing = booth.through(held.storage).handOver({ ...tap(ann), by: kim })
    await held.reached
    const counting = other!.stock.recount({
      scanId: newScanId(),
      by: lead,
      sku: 'black-M',
      counted: 0,
      seen: 1,
      reason: 'the box is empty',
      agreed: { freed: 0, waiting: 1 },
    })
    await endedOrWaiting(booth.storage, counting)
    await third!.claims.undo({ scanId: newScanId(), by: lead, handOver })
    held.letGo()
    expect(await handing).toMatchObject({ kind: 'handed-over' })
    expect(await counting).toMatchObject({ kind: 'recounted', nowWaiting: [{ tag: 'pycon-bob' }] })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'handed' })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('a shirt that comes for one waiting list is not given to who has just moved to another', async () => {
    const [booth, other] = await openInstances(postgres, { instances: 2, stock: {} })
    const waitFor = (claims: Claims, sku: string) =>
      claims.waitForShirt({ registrationId: 'ann', shirt: toShirt(sku) })
    await addAttendee(booth.storage, 'ann')
    await waitFor(booth.claims, 'black-XS')
    // One page read that she waits for black; on her other one she moves to blue, which arrives while the first goes on.
    const reading = pausing(booth.storage, ['SelectQueryNode', 'claim'])
    const moving = pausing(reading.storage, ['InsertQueryNode', 'journal'])
    const moved = waitFor(booth.through(moving.storage), 'pink-XS')
    await reading.reached
    await waitFor(other!.claims, 'blue-XS')
    reading.letGo()
    await moving.reached
    const delivering = other!.stock.deliver({
      scanId: newScanId(),
      by: lead,
      sku: 'blue-XS',
      qty: 1,
    })
    await endedOrWaiting(booth.storage, delivering)
    moving.letGo()
    expect(await moved).toMatchObject({ kind: 'waiting', claim: { sku: 'pink-XS' } })
    await delivering
    expect(await lineOf(booth, 'blue-XS')).toMatchObject({ available: 1, reserved: 0 })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'waiting', sku: 'pink-XS' })
    expect(await brokenPromises(booth)).toEqual([])
  })

  test('an undo that comes late does not undo the next hand-over', async () => {
    const [booth, other] = await openInstances(postgres, {
      instances: 2,
      stock: { 'black-M': 1 },
    })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    const handOver = newScanId()
    await booth.claims.handOver({ scanId: handOver, typed, by: kim })
    const held = pausing(booth.storage, ['SelectQueryNode', 'claim'])
    const late = createClaimStore(held.storage, booth.event).undo({
      scanId: newScanId(),
      by: lead,
      handOver,
      returned: 'good',
      since: '',
      moment: booth.moment(),
    })
    await held.reached
    const undo = { scanId: newScanId(), by: lead, handOver }
    expect(await other!.claims.undo(undo)).toMatchObject({ kind: 'undone' })
    const again = await other!.claims.handOver({ scanId: newScanId(), typed, by: kim })
    held.letGo()
    expect(again).toMatchObject({ kind: 'handed-over' })
    expect(await late).toEqual({ kind: 'already-undone' })
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'handed' })
    expect(await brokenPromises(booth)).toEqual([])
  })
})

const tap = (typed: string, device = 'phone-1') => ({
  scanId: newScanId(),
  typed,
  by: { ...kim, device },
})

type Claims = ClaimsBooth['claims']
/** What is known of Ann's claim when it begins. */
type Ann = { code: string; handOver: string; claims: Claims }
type Use = (ann: Ann) => Promise<{ kind: string } | string>

const uses = {
  'hand over again': ({ code, claims }) => claims.handOverExpired(tap(code, 'phone-2')),
  'swap to blue-M': ({ code, claims }) => claims.swap({ ...tap(code), shirt: toShirt('blue-M') }),
  'swap to pink-M': ({ code, claims }) => claims.swap({ ...tap(code), shirt: toShirt('pink-M') }),
  'change to blue-M': ({ claims }) =>
    claims.changeOfMind({ registrationId: 'ann', shirt: toShirt('blue-M') }),
  'hand over': ({ code, claims }) => claims.handOver(tap(code)),
  undo: ({ handOver, claims }) => claims.undo({ scanId: newScanId(), by: lead, handOver }),
  'undo, damaged': ({ handOver, claims }) =>
    claims.undo({ scanId: newScanId(), by: lead, handOver, returned: 'damaged' }),
  reserve: ({ claims }) => claims.reserve({ registrationId: 'ann', shirt: toShirt('black-M') }),
  'give up': ({ claims }) => claims.giveUpClaim('ann'),
  'wait for black-M': ({ claims }) =>
    claims.waitForShirt({ registrationId: 'ann', shirt: toShirt('black-M') }),
  'wait for pink-XS': ({ claims }) =>
    claims.waitForShirt({ registrationId: 'ann', shirt: toShirt('pink-XS') }),
} as const satisfies Record<string, Use>

/** Ann's claim before the two of them: as it is reserved, handed over, its hold ended, or in the line for black-XS. */
type Before = 'reserved' | 'handed' | 'expired' | 'waiting'
type Case = [
  Before,
  late: keyof typeof uses,
  meanwhile: keyof typeof uses,
  said: string,
  now: string,
]

const cases: readonly Case[] = [
  ['expired', 'hand over again', 'hand over again', 'already-handed-over', 'handed black-M'],
  ['reserved', 'hand over again', 'swap to blue-M', 'handed-over', 'handed blue-M'],
  // It was the last blue-M: there is no other for the damaged one.
  ['handed', 'undo, damaged', 'swap to blue-M', 'undone', 'waiting blue-M'],
  ['handed', 'undo', 'undo', 'already-undone', 'reserved black-M'],
  ['handed', 'swap to blue-M', 'undo', 'swapped', 'reserved blue-M'],
  ['handed', 'swap to blue-M', 'swap to pink-M', 'swapped', 'handed blue-M'],
  ['reserved', 'swap to blue-M', 'hand over', 'swapped', 'handed blue-M'],
  ['reserved', 'swap to blue-M', 'swap to pink-M', 'swapped', 'reserved blue-M'],
  ['reserved', 'change to blue-M', 'hand over', 'already-handed-over', 'handed black-M'],
  ['expired', 'reserve', 'reserve', 'already-claimed', 'reserved black-M'],
  ['reserved', 'give up', 'hand over', 'handed', 'handed black-M'],
  ['reserved', 'give up', 'swap to blue-M', 'cancelled', 'cancelled blue-M'],
  ['waiting', 'wait for black-M', 'give up', 'reserved', 'reserved black-M'],
  ['waiting', 'wait for black-M', 'swap to blue-M', 'already-claimed', 'reserved blue-M'],
  ['waiting', 'wait for pink-XS', 'give up', 'waiting', 'waiting pink-XS'],
  ['waiting', 'change to blue-M', 'give up', 'no-claim', 'cancelled black-XS'],
]

describe('on PostgreSQL, a claim that is read and then changed by another instance', () => {
  const table = cases.map(([before, late, meanwhile, said, now]) => ({
    before,
    late,
    meanwhile,
    said,
    now,
  }))
  test.each(table)('$before: $late, meanwhile $meanwhile', async (each) => {
    const { before, late, meanwhile, said, now } = each
    const [booth, other] = await openInstances(postgres, {
      instances: 2,
      stock: { 'black-M': 3, 'blue-M': 1, 'pink-M': 3 },
    })
    const { code, handOver } = await standing(booth, before)
    const held = pausing(booth.storage, ['SelectQueryNode', 'claim'])
    const ending = uses[late]({ code, handOver, claims: booth.through(held.storage) })
    await held.reached
    await uses[meanwhile]({ code, handOver, claims: other!.claims })
    held.letGo()
    const outcome = await ending
    expect(typeof outcome === 'string' ? outcome : outcome.kind).toBe(said)
    const claim = await booth.claims.claimOf('ann')
    expect(`${claim?.state} ${claim?.sku}`).toBe(now)
    expect(await brokenPromises(booth)).toEqual([])
  })
})

async function standing(booth: ClaimsBooth, before: Before) {
  const handOver = newScanId()
  if (before === 'waiting') {
    await addAttendee(booth.storage, 'ann')
    const wanted = { registrationId: 'ann', shirt: toShirt('black-XS') }
    await booth.claims.waitForShirt(wanted)
    return { code: (await booth.claims.claimOf('ann'))!.code, handOver }
  }
  const code = await reserveFor(booth, 'ann', 'black-M')
  if (before === 'handed') await booth.claims.handOver({ scanId: handOver, typed: code, by: kim })
  if (before === 'expired') booth.clock.goOn(300)
  return { code, handOver }
}
