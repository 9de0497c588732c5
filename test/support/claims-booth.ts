import type { Transaction } from 'kysely'
import { createClaimStore } from '../../src/claims/claim-store.sql.ts'
import { createClaims } from '../../src/claims/claims.ts'
import type { Event } from '../../src/event/event.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import type { DeskActor } from '../../src/shared/desk-actor.ts'
import { takeFirstDeliveries } from '../../src/stock/first-deliveries.sql.ts'
import { checkInvariants } from '../../src/commands/check-invariants.ts'
import { toShirt } from '../../src/stock/sku.ts'
import { createClock } from '../../src/stock/moment.ts'
import { createStock } from '../../src/stock/stock.ts'
import { createStockStore } from '../../src/stock/stock-store.sql.ts'
import type { Storage } from '../../src/storage/open-storage.ts'
import type { Tables } from '../../src/storage/tables.ts'
import { reopenTestStorage, type TestDatabase } from './databases.ts'

const EVENT = readEventFile('events/pycon.yaml')

/** First day of the sample event, an hour after opening. */
export const START = '2026-11-28T01:30:00.000Z'

export const kim: DeskActor = { person: 'kim', device: 'phone-1', role: 'scan' }
export const lee: DeskActor = { person: 'lee', device: 'phone-2', role: 'scan' }
export const lead: DeskActor = { person: 'park', device: 'phone-3', role: 'lead' }

/** The sample event with only the stock given: `{ 'black-M': 2 }`. */
export function eventWith(stock: Record<string, number>): Event {
  const { shirts } = EVENT
  const colours = shirts.colours.map((colour) => ({
    ...colour,
    stock: Object.fromEntries(
      shirts.sizes.map((size) => [size, stock[`${colour.id}-${size}`] ?? 0]),
    ),
  }))
  return { ...EVENT, shirts: { ...shirts, colours } }
}

/** A clock that stands still until it is told to go on. */
export function standingClock(start = START) {
  let at = Date.parse(start)
  return {
    now: () => new Date(at),
    /** @param minutes */
    goOn: (minutes: number) => {
      at += minutes * 60_000
    },
  }
}

export const blackM = { colour: 'black', size: 'M' }
export const blackL = { colour: 'black', size: 'L' }

export type TestClock = ReturnType<typeof standingClock>

let numbers = 0
/** Never the same twice, never by chance: enough for codes and ids of a test. */
function pick(max: number): number {
  numbers = (numbers * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((numbers / 2_147_483_648) * max)
}
let ids = 0
export const newScanId = () => `scan-${String(++ids).padStart(6, '0')}`

export type ClaimsBooth = Awaited<ReturnType<typeof openClaimsBooth>>

/** Claims and stock on a real database at `place`; open the same place again for another instance. */
export async function openClaimsBooth(
  place: DatabasePlace,
  {
    stock = {},
    clock = standingClock(),
    event: other = EVENT.id,
  }: {
    stock?: Record<string, number>
    clock?: ReturnType<typeof standingClock>
    /** Id of another event in the same database, or an event of one's own with its own stock. */
    event?: string | Event
  } = {},
) {
  const storage = await reopenTestStorage(place)
  const event = typeof other === 'string' ? { ...eventWith(stock), id: other } : other
  await takeFirstDeliveries(storage, event, createClock(clock.now, event)())
  return boothAt({ storage, event, clock })
}

function boothAt({ storage, event, clock }: { storage: Storage; event: Event; clock: TestClock }) {
  const moment = createClock(clock.now, event)
  const stock = createStock({ stock: createStockStore(storage), clock: moment, event })
  const claims = createClaims({
    claims: createClaimStore(storage, event),
    stock,
    event,
    clock: moment,
    pick,
    newId: () => `claim-${String(++ids).padStart(6, '0')}`,
  })
  return {
    storage,
    event,
    clock,
    moment,
    claims,
    stock,
    /** The same instance on another door to its database. */
    through: (door: Storage) => boothAt({ storage: door, event, clock }).claims,
    /** The same instance with a clock so many minutes ahead. */
    later: (minutes: number) => {
      const ahead = standingClock(clock.now().toISOString())
      ahead.goOn(minutes)
      const { claims: claimsLater, stock: stockLater } = boothAt({ storage, event, clock: ahead })
      return { claims: claimsLater, stock: stockLater }
    },
  }
}

/** Somebody who registered; with `passed` they may claim: what the sample's mission earns, or the missions named. */
export async function addAttendee(
  storage: Storage,
  id: string,
  passed: boolean | readonly string[] = true,
): Promise<string> {
  await storage.write(async (tx) => {
    await tx
      .insertInto('registration')
      .values({
        id,
        tag: `pycon-${id}`,
        nickname: `Nick ${id}`,
        language: 'ko',
        notice_version: '1',
        consented_at: START,
        created_at: START,
        kiosk_device: null,
      })
      .execute()
    for (const mission of missionsOf(passed)) await addPass(tx, id, mission)
  })
  return id
}

/** Somebody who registered without passing passes now. */
export async function passFor(storage: Storage, id: string, mission: string): Promise<void> {
  await storage.write((tx) => addPass(tx, id, mission))
}

function missionsOf(passed: boolean | readonly string[]): readonly string[] {
  if (typeof passed !== 'boolean') return passed
  return passed ? [EVENT.missions[0].id] : []
}

async function addPass(tx: Transaction<Tables>, id: string, mission: string) {
  await tx
    .insertInto('pass')
    .values({
      registration_id: id,
      mission,
      verdict: 'ok',
      passed_at: START,
      cluster: 'c',
      hosts: '[]',
      documents: 20,
      seconds: 60,
      metricsets: '[]',
      hints: '[]',
      rules: '{}',
      person: null,
      device: null,
      reason: null,
    })
    .execute()
}

/** Somebody who passed and has `sku` reserved. @returns their code */
export async function reserveFor(booth: ClaimsBooth, id: string, sku: string): Promise<string> {
  await addAttendee(booth.storage, id)
  const outcome = await booth.claims.reserve({ registrationId: id, shirt: toShirt(sku) })
  if (outcome.kind !== 'reserved') throw new Error(`${id} could not reserve: ${outcome.kind}`)
  return outcome.claim.code
}

/** The line of `sku`, without what the file names of it. */
export async function lineOf(booth: ClaimsBooth, sku: string) {
  const line = (await booth.stock.overview()).find((each) => each.sku === sku)
  if (!line) throw new Error(`no stock of ${sku}`)
  const { available, reserved, heldBack, damaged, handed, waiting, left } = line
  return { available, reserved, heldBack, damaged, handed, waiting, left }
}

/** What the check says is broken; every test that moves units ends with nothing. */
export async function brokenPromises({
  storage,
}: Pick<ClaimsBooth, 'storage'>): Promise<readonly string[]> {
  const lines: string[] = []
  await checkInvariants({ storage, write: (line) => lines.push(line) })
  return lines.filter((line) => !/^I\d ok/.test(line))
}

/** Kinds of the journal's lines about claims and stock, deliveries from the event file left out. */
export async function journalOf({ storage }: ClaimsBooth): Promise<readonly string[]> {
  const rows = await storage.read.selectFrom('journal').select('kind').orderBy('seq').execute()
  return rows.map(({ kind }) => kind).filter((kind) => kind !== 'stock-delivered')
}

/**
 * Instances of one booth, and which of them a sender uses: several storages on PostgreSQL; on SQLite one, because one
 * process that waits for its own second connection waits for ever.
 */
export async function openInstances(
  database: TestDatabase,
  options: Parameters<typeof openClaimsBooth>[1] & { instances: number },
): Promise<[ClaimsBooth, ...ClaimsBooth[]]> {
  const place = await database.newPlace()
  const shared = { clock: standingClock(), ...options }
  const first = await openClaimsBooth(place, shared)
  if (database.name === 'SQLite')
    return [first, ...Array<ClaimsBooth>(options.instances - 1).fill(first)]
  const others = Array.from({ length: options.instances - 1 }, () => openClaimsBooth(place, shared))
  return [first, ...(await Promise.all(others))]
}
