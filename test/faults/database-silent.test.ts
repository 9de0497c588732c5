import { afterEach, expect, jest, test } from '@jest/globals'
import { sql } from 'kysely'
import { isDatabaseAway } from '../../src/platform/database/database-away.ts'
import { openDatabase } from '../../src/platform/database/open-database.ts'
import { readDatabase } from '../../src/platform/database/read-only.ts'
import { Secret } from '../../src/shared/secret.ts'
import { answerOf, shirtFetched } from '../support/attendee.ts'
import { brokenPromises } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { openNetworkToPostgres, type NetworkToPostgres } from '../support/network-to-postgres.ts'
import { openTestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

const postgres = databases.find(({ name }) => name === 'PostgreSQL')!

let network: NetworkToPostgres | undefined
afterEach(async () => {
  jest.useRealTimers()
  await network?.close()
})

/** Thirty times the connections of a pool. */
const CROWD = 300

/** A booth whose PostgreSQL is behind a network, and somebody at its desk whose shirt was just fetched. */
async function setUp() {
  const { place, opened } = await behindNetwork()
  const booth = await openTestBooth({
    database: { name: 'PostgreSQL', newPlace: () => Promise.resolve(place) },
  })
  return { booth, network: opened, ...(await shirtFetched(booth)) }
}

async function behindNetwork() {
  const direct = await postgres.newPlace()
  if (direct.kind !== 'postgres') throw new Error('not a PostgreSQL')
  const opened = (network = await direct.url.use(openNetworkToPostgres))
  return { opened, direct, place: { kind: 'postgres', url: new Secret(opened.url) } as const }
}

test('a network that swallows packets: a crowd hears that nothing can be recorded, and the same tap goes through later', async () => {
  const { network, lead, owner, base, code, handOver } = await setUp()
  network.swallow()
  const [amber, ...pages] = await Promise.all([
    handOver(),
    lead.open('/staff'),
    ...Array.from({ length: CROWD }, () => owner.open(`${base}/claim`)),
  ])
  expect([amber.status, answerOf(amber)]).toEqual([503, 'cannot-record'])
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([503]))
  expect(pages[0].text).toContain('Cannot record now')
  // No connection is left: new ones are tried in vain.
  const [staff, ready] = await Promise.all([lead.open('/staff'), owner.open('/readyz')])
  expect(staff.text).toContain('Cannot record now')
  expect(ready.status).toBe(503)

  network.heal()
  expect((await owner.open(`${base}/claim`)).text).toContain(code)
  const green = await handOver()
  expect([green.status, answerOf(green)]).toEqual([200, 'handed-over'])
}, 60_000)

test.each([
  ['is lost', 'is-lost'],
  ['arrives, and its answer is lost', 'arrives'],
] as const)(
  'a commit that %s: nobody is told no, and the same tap says what became of it',
  async (...[, fate]) => {
    const { booth, network, owner, base, handOver } = await setUp()
    network.swallowAt('commit', fate)
    const unsure = await handOver()
    expect([unsure.status, answerOf(unsure)]).toEqual([503, undefined])
    expect(unsure.text).toMatch(/not sure/i)

    network.heal()
    const green = await untilClear(handOver)
    expect([green.status, answerOf(green)]).toEqual([200, 'handed-over'])
    expect((await owner.open(`${base}/claim`)).text).toContain('Enjoy it, Ann!')
    expect(await brokenPromises(booth)).toEqual([])
  },
  60_000,
)

test('a booth that starts, and a check, say that the database cannot be reached and where to look', async () => {
  const { opened, place } = await behindNetwork()
  opened.swallow()
  const words = 'PostgreSQL cannot be reached, see DATABASE_URL'
  await Promise.all([
    expect(openDatabase(place, () => ({}))).rejects.toThrow(words),
    expect(readDatabase(place, () => Promise.resolve())).rejects.toThrow(words),
  ])
}, 60_000)

test('an idle connection tells nothing of its server: people who ask one after the other wait no longer than one alone', async () => {
  const { opened, place } = await behindNetwork()
  secondsPassByHand()
  const database = await openDatabase(place, () => ({}))
  const open = Array.from({ length: 8 }, () => sql`select pg_sleep(0.1)`.execute(database.read))
  await Promise.all(open)
  opened.swallow()
  const told: Promise<boolean>[] = []
  const ask = async () => {
    told.push(sql`select 1`.execute(database.read).then(() => false, isDatabaseAway))
    await new Promise(setImmediate)
  }
  while (told.length < open.length) {
    await ask()
    jest.advanceTimersByTime(1_000)
    if (told.length >= 4) expect(await told.at(-4)).toBe(true)
  }
  jest.advanceTimersByTime(3_000)
  await Promise.all(told)
  await database.close()
}, 20_000)

test('a start whose ledger takes its time to add up waits for it', async () => {
  secondsPassByHand()
  const booth = await openTestBooth({ database: postgres })
  const { storage } = booth
  const locked = Promise.withResolvers<undefined>()
  const added = Promise.withResolvers<undefined>()
  const slow = storage.maintain((db) =>
    db.transaction().execute(async (tx) => {
      await sql`lock table movement in access exclusive mode`.execute(tx)
      locked.resolve(undefined)
      await added.promise
    }),
  )
  await locked.promise
  const starting = openTestBooth({ beside: booth }).then(() => 'started', String)
  const adding = sql`select from pg_locks where relation = 'movement'::regclass and not granted`
  while ((await adding.execute(storage.read)).rows.length === 0);
  jest.advanceTimersByTime(10_000)
  added.resolve(undefined)
  await slow
  expect(await starting).toBe('started')
}, 60_000)

test('who waits for the lock of a host that fell silent gets it while the tap still waits', async () => {
  const { opened, direct, place } = await behindNetwork()
  const silent = await openDatabase(place, () => ({}))
  const sibling = await openDatabase(direct, () => ({}))
  const lock = sql`select pg_advisory_xact_lock(1)`
  const locked = Promise.withResolvers<undefined>()
  const died = Promise.withResolvers<undefined>()
  const lost = silent
    .write(async (tx) => {
      await lock.execute(tx)
      opened.swallowOpenOnes()
      locked.resolve(undefined)
      await died.promise
    })
    .then(
      () => false,
      () => true,
    )
  await locked.promise
  expect(await sibling.write((tx) => lock.execute(tx).then(() => 'served'))).toBe('served')
  died.resolve(undefined)
  await opened.close()
  expect(await lost).toBe(true)
  await Promise.all([silent.close(), sibling.close()])
}, 60_000)

test('a connection that is newly opened shows that the server lives: whoever waits for a lock waits on', async () => {
  secondsPassByHand()
  const place = await postgres.newPlace()
  const database = await openDatabase(place, () => ({}))
  const other = await openDatabase(place, () => ({}))
  const lock = sql`select pg_advisory_xact_lock(2)`
  const locked = Promise.withResolvers<undefined>()
  const done = Promise.withResolvers<undefined>()
  const holding = other.maintain((db) =>
    db.transaction().execute(async (tx) => {
      await lock.execute(tx)
      locked.resolve(undefined)
      await done.promise
    }),
  )
  await locked.promise
  const waiting = sql`select from pg_locks where locktype = 'advisory' and not granted`
  const waited: Promise<string>[] = []
  for (const tap of [1, 2]) {
    waited.push(lock.execute(database.read).then(() => 'served', String))
    while ((await waiting.execute(other.read)).rows.length < tap);
    jest.advanceTimersByTime(3_000)
  }
  done.resolve(undefined)
  await holding
  expect(await Promise.all(waited)).toEqual(['served', 'served'])
  await Promise.all([database.close(), other.close()])
}, 20_000)

/** The watch's seconds; every other clock runs on. */
function secondsPassByHand() {
  const doNotFake = ['Date', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const
  const timers = ['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const
  jest.useFakeTimers({ doNotFake: [...doNotFake, ...timers] })
}

/** As a phone does: the same tap again while the answer is none. */
async function untilClear(tap: () => Promise<Page>): Promise<Page> {
  for (;;) {
    const page = await tap()
    if (page.status !== 503) return page
  }
}

test('whoever waits for a busy database waits on, longer than for a silent one', async () => {
  const database = await openDatabase(await postgres.newPlace(), () => ({}))
  const crowd = Array.from({ length: CROWD }, () =>
    sql`select pg_sleep(0.2)`.execute(database.read),
  )
  const served = await Promise.allSettled(crowd)
  expect(served.filter(({ status }) => status === 'rejected')).toEqual([])
  await database.close()
}, 60_000)

test('an answer that came while this process stood still is read, not given up', async () => {
  const database = await openDatabase(await postgres.newPlace(), () => ({}))
  await sql`select 1`.execute(database.read)
  const answer = sql<{ one: number }>`select 1 as one`.execute(database.read)
  await new Promise(setImmediate)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000)
  expect((await answer).rows).toEqual([{ one: 1 }])
  await database.close()
}, 60_000)

test('one connection falls silent by itself: its statement ends, the others go on', async () => {
  const { opened, place } = await behindNetwork()
  const database = await openDatabase(place, () => ({}))
  const silenced = Promise.withResolvers<undefined>()
  const ending = database
    .write(async (tx) => {
      await sql`select 1`.execute(tx)
      opened.swallowOpenOnes()
      silenced.resolve(undefined)
      await sql`select 1`.execute(tx)
    })
    .then(() => false, isDatabaseAway)
  await silenced.promise
  const others = () => sql`select pg_sleep(0.2)`.execute(database.read).then(() => undefined)
  let isAway: boolean | undefined
  while (isAway === undefined) isAway = await Promise.race([ending, others()])
  expect(isAway).toBe(true)
  await database.close()
}, 60_000)
