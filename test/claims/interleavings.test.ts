import { describe, expect, test } from '@jest/globals'
import { sql, type KyselyPlugin } from 'kysely'
import { createClaimStore } from '../../src/claims/claim-store.sql.ts'
import { createStockStore } from '../../src/stock/stock-store.sql.ts'
import type { Storage } from '../../src/storage/open-storage.ts'
import {
  addAttendee,
  brokenPromises,
  kim,
  lead,
  lineOf,
  newScanId,
  openInstances,
  reserveFor,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

const postgres = databases.find(({ name }) => name === 'PostgreSQL')!
const blackM = { colour: 'black', size: 'M' }

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
    const { rows } = await sql`select 1 from pg_locks where not granted and database =
      (select oid from pg_database where datname = current_database())`.execute(storage.read)
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
