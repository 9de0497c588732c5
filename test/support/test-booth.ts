import { createServer, type Server } from 'node:http'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { afterAll } from '@jest/globals'
import { sql } from 'kysely'
import { createApp } from '../../src/app.ts'
import { realOutside } from '../../src/commands/real-outside.ts'
import { compose, type Booth } from '../../src/compose.ts'
import type { Outside } from '../../src/outside.ts'
import { readConfig } from '../../src/config.ts'
import type { Event } from '../../src/event/event.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import { createLog } from '../../src/platform/log.ts'
import { createPasswordHash, QUICK } from '../../src/platform/password-hash.ts'
import { createServerSecrets } from '../../src/platform/server-secrets.ts'
import { startPracticeCluster, type PracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { createSimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import type { TagPlacement } from '../../src/rehearsal/tag-placement.ts'
import { Secret } from '../../src/shared/secret.ts'
import type { EnrolmentKind } from '../../src/staff/staff.ts'
import { openStorage, type Storage } from '../../src/storage/open-storage.ts'
import { standingClock } from './claims-booth.ts'
import { databases, type TestDatabase } from './databases.ts'
import { proofsOf } from './staff-proofs.ts'
import { createVisitor, type Visitor, type VisitorOptions } from './visitor.ts'

export const HTTPS = 'https://booth.test'
export const PLAIN_HTTP = 'http://booth.test:3000'

export type TestBoothOptions = {
  database?: TestDatabase
  /** Environment variables over those of a test. */
  config?: Readonly<Record<string, string>>
  event?: Event
  /** Opens a second booth beside another, on its database, with its secret and its clock. */
  beside?: TestBooth
  /** Makes tags, codes, ids and links repeatable. */
  seed?: number
  practice?: Outside['practice']
  disk?: Outside['disk']
  /** What answers in place of the network. */
  openExchange?: Outside['openExchange']
}

export type Shipping = {
  placement?: TagPlacement
  /** Metrics of so many seconds until now. */
  seconds?: number
  hostName?: string
  agentId?: string
  into?: PracticeCluster
}

export type TestBooth = {
  booth: Booth
  event: Event
  storage: Storage
  place: DatabasePlace
  secret: Secret
  clock: ReturnType<typeof standingClock>
  /** Every line the booth has logged, at every level. */
  log: string[]
  /** The attendee's world. */
  cluster: PracticeCluster
  /** A cluster of somebody else, which may be typed into the form too. */
  newCluster: () => Promise<PracticeCluster>
  server: Server
  /** Where people reach it, by the configuration. */
  origin: string
  visitor: (options?: VisitorOptions) => Visitor
  /** Ships simulated metrics with `tag` to the cluster. */
  ship: (tag: string, shipping?: Shipping) => void
  /** A member of staff whose phone is enrolled, by the real link. */
  enrolled: (kind: EnrolmentKind, name?: string) => Promise<Visitor>
  enrolmentPath: (kind: EnrolmentKind) => Promise<string>
  rowCounts: () => Promise<Record<string, number>>
  /** Every value of every column, as text: for what must not be in the database. */
  dump: () => Promise<{ table: string; column: string; value: string }[]>
}

const SAMPLE_EVENT = readEventFile('events/pycon.yaml')

/** Ended when the test file ends, last opened first, before the databases are. */
const running: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

/** The real application on a real database; only the outside world (clock, cluster, randomness) is a stand-in. */
export async function openTestBooth(options: TestBoothOptions = {}): Promise<TestBooth> {
  const { event = SAMPLE_EVENT, beside } = options
  const { place, clock, cluster, secret } = beside ?? (await newWorld(options))
  const config = readConfig({ NODE_ENV: 'test', PUBLIC_URL: HTTPS, ...options.config })
  const storage = await openStorage(place)
  const log: string[] = []
  const practiceOrigins = [cluster.origin]
  const real = realOutside({ ...config, verification: { ...config.verification, practiceOrigins } })
  const booth = await compose(config, event, {
    ...real,
    storage,
    secrets: createServerSecrets(secret),
    now: clock.now,
    passwords: createPasswordHash(QUICK),
    ...(options.seed === undefined ? {} : seeded(options.seed)),
    log: createLog('debug', { write: (line) => log.push(line) }),
    // The feed is woken by every commit of this process; a test needs no timer.
    everyTurn: () => () => undefined,
    ...(options.disk && { disk: options.disk }),
    ...(options.practice && { practice: options.practice }),
    ...(options.openExchange && { openExchange: options.openExchange }),
  })
  const server = await listen(createServer(createApp(booth)))
  running.push(async () => {
    booth.streams.closeAll()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await booth.close()
  })
  const visitor = (about: VisitorOptions = {}) =>
    createVisitor({ server, origin: config.publicOrigin }, about)
  return {
    ...{ booth, event, storage, place, secret, clock, log, cluster, server, visitor },
    origin: config.publicOrigin,
    newCluster: async () => {
      const another = await openCluster(clock.now)
      practiceOrigins.push(another.origin)
      return another
    },
    ship: (tag, shipping) => {
      ship(tag, { cluster, now: clock.now, shipping: shipping ?? {} })
    },
    enrolmentPath: (kind) => enrolmentPath(booth, kind),
    enrolled: async (kind, name = 'Park') => {
      const person = visitor()
      const page = await person.open(await enrolmentPath(booth, kind))
      await page.submit({ name, ...proofsOf(kind) })
      return person
    },
    rowCounts: () => rowCounts(storage),
    dump: () => dump(storage),
  }
}

async function newWorld({ database = databases[0]! }: TestBoothOptions) {
  const clock = standingClock()
  return {
    clock,
    place: await database.newPlace(),
    cluster: await openCluster(clock.now),
    secret: new Secret(randomBytes(32).toString('base64url')),
  }
}

async function openCluster(now: () => Date): Promise<PracticeCluster> {
  const cluster = await startPracticeCluster({ now })
  running.push(() => cluster.stop())
  return cluster
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** mulberry32: small and repeatable; chance is no part of what these tests ask. */
function seeded(seed: number) {
  let state = seed
  const pick = (max: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % max
  }
  const text = (length: number) =>
    Array.from({ length }, () => 'abcdefghijkmnpqrstuvwxyz23456789'.charAt(pick(32))).join('')
  return { pick, newId: () => text(21), newToken: () => text(26) }
}

function ship(
  tag: string,
  { cluster, now, shipping }: { cluster: PracticeCluster; now: () => Date; shipping: Shipping },
): void {
  const { placement = 'right', seconds = 120, hostName = 'kim-laptop', into = cluster } = shipping
  const metricbeat = createSimulatedMetricbeat({
    hostName,
    hostId: digitsOf(hostName).slice(0, 32),
    agentId: shipping.agentId ?? toUuid(digitsOf(`agent of ${hostName}`)),
    version: '9.2.1',
    now,
    pick: (max) => randomInt(max),
  })
  into.index(metricbeat.documents({ tag, placement, seconds }))
}

function digitsOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function toUuid(digits: string): string {
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

async function enrolmentPath(booth: Booth, kind: EnrolmentKind): Promise<string> {
  const { token } = await booth.newEnrolmentLink(kind)
  return token.use((secret) => `/enrol/${secret}`)
}

async function rowCounts(storage: Storage): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of await tableNames(storage)) {
    const { rows } = await sql<{
      count: number
    }>`select count(*) as count from ${sql.table(table)}`.execute(storage.read)
    counts[table] = Number(rows[0]?.count)
  }
  return counts
}

async function dump(storage: Storage) {
  const found: { table: string; column: string; value: string }[] = []
  for (const table of await tableNames(storage)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(
      storage.read,
    )
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (value !== null)
          found.push({ table, column, value: JSON.stringify(value).replace(/^"|"$/g, '') })
  }
  return found
}

async function tableNames(storage: Storage): Promise<string[]> {
  const query =
    storage.kind === 'sqlite'
      ? sql<{
          name: string
        }>`select name from sqlite_master where type = 'table' and name not like 'sqlite%'`
      : sql<{
          name: string
        }>`select table_name as name from information_schema.tables where table_schema = current_schema()`
  const { rows } = await query.execute(storage.read)
  return rows
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('kysely'))
    .sort()
}
