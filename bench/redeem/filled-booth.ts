import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { createClaimCode } from '../../src/claims/claim-code.ts'
import { handedByNobody } from '../../src/claims/read-claim.sql.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import type { Event } from '../../src/event/event.ts'
import { orderedId } from '../../src/platform/ordered-id.ts'
import { createTag } from '../../src/registration/tag.ts'
import { takeFirstDeliveries } from '../../src/stock/first-deliveries.sql.ts'
import { createClock } from '../../src/stock/moment.ts'
import { toSku } from '../../src/stock/sku.ts'
import type { Storage } from '../../src/storage/open-storage.ts'

const SAMPLE = readEventFile('events/pycon.yaml')
const AT_ONCE = 500
const NEVER = '2999-01-01T00:00:00.000Z'

/** The sample event with a shirt for each of `people` in any colour and size, none of them kept for another day. */
export function eventFor(people: number): Event {
  const { shirts } = SAMPLE
  const stock = Object.fromEntries(shirts.sizes.map((size) => [size, people]))
  const colours = shirts.colours.map((colour) => ({ ...colour, stock }))
  return { ...SAMPLE, shirts: { ...shirts, colours, keepForLaterDays: 0 } }
}

/** Fills an empty booth with people who passed and have a shirt reserved. @returns their codes */
export async function fillBooth(storage: Storage, people: number): Promise<string[]> {
  const event = eventFor(people)
  const at = new Date().toISOString()
  await takeFirstDeliveries(storage, event, createClock(() => new Date(), event)())
  const skus = event.shirts.colours.flatMap(({ id }) =>
    event.shirts.sizes.map((size) => toSku({ colour: id, size })),
  )
  // Among so many, two tags may be drawn alike.
  const byTag = new Map<string, Person>()
  while (byTag.size < people) {
    const one = person(byTag.size, skus[byTag.size % skus.length] ?? '')
    byTag.set(one.tag, one)
  }
  const everybody = [...byTag.values()]
  for (let from = 0; from < people; from += AT_ONCE)
    await addPeople(storage, everybody.slice(from, from + AT_ONCE), { at, event })
  return everybody.map(({ code }) => code)
}

type Person = ReturnType<typeof person>

function person(n: number, sku: string) {
  const pick = (max: number) => randomInt(max)
  return {
    id: orderedId(new Date()),
    claim: orderedId(new Date()),
    tag: createTag('pycon', pick),
    nickname: `Visitor ${n}`,
    code: createClaimCode(pick),
    sku,
  }
}

function addPeople(
  storage: Storage,
  people: readonly Person[],
  { at, event }: { at: string; event: Event },
): Promise<void> {
  const mission = event.missions[0].id
  return storage.write(async (tx) => {
    await tx
      .insertInto('registration')
      .values(
        people.map(({ id, tag, nickname }) => ({
          ...{ id, tag, nickname, language: 'ko', notice_version: '1' },
          ...{ consented_at: at, created_at: at, kiosk_device: null, mission },
        })),
      )
      .execute()
    await tx
      .insertInto('pass')
      .values(
        people.map(({ id }) => ({
          ...{ registration_id: id, mission, verdict: 'ok', passed_at: at, cluster: 'c' },
          ...{
            hosts: '[]',
            documents: 20,
            seconds: 60,
            metricsets: '[]',
            hints: '[]',
            rules: '{}',
          },
          ...{ person: null, device: null, reason: null },
        })),
      )
      .execute()
    await tx
      .insertInto('claim')
      .values(
        people.map(({ id, claim, code, sku }) => ({
          ...{ id: claim, registration_id: id, event: event.id, mission, code, sku },
          ...{ state: 'reserved', expires_at: NEVER, created_at: at, reserved_at: at },
        })),
      )
      .execute()
    await tx
      .insertInto('movement')
      .values(
        people.map(({ claim, sku }) => ({
          ...{ kind: 'reserve', sku, from_state: 'available', to_state: 'reserved', qty: 1, at },
          claim_id: claim,
        })),
      )
      .execute()
    await tx
      .insertInto('journal')
      .values(
        people.flatMap(({ id, claim }) =>
          (['registered', 'passed', 'claim-reserved'] as const).map((kind) => ({
            ...{ kind, at, registration_id: id, claim_id: claim, data: '{}' },
          })),
        ),
      )
      .execute()
    for (const sku of new Set(people.map((one) => one.sku))) {
      const units = people.filter((one) => one.sku === sku).length
      await tx
        .updateTable('stock')
        .set((row) => ({
          available: row('available', '-', units),
          reserved: row('reserved', '+', units),
        }))
        .where('sku', '=', sku)
        .execute()
    }
  })
}

/**
 * Looks whether exactly `codes` were handed over, each once, and takes it all back for the next round.
 * @throws Error when a hand-over was lost or doubled
 */
export async function takeBack(storage: Storage, codes: readonly string[]): Promise<void> {
  const handed = await storage.read
    .selectFrom('claim')
    .innerJoin('movement', 'movement.claim_id', 'claim.id')
    .innerJoin('scan', 'scan.claim_id', 'claim.id')
    .select(['claim.code', 'claim.state'])
    .where('movement.kind', '=', 'redeem')
    .execute()
  const found = handed.filter(({ state }) => state === 'handed').map(({ code }) => code)
  if (handed.length !== codes.length || String(found.sort()) !== String([...codes].sort()))
    throw new Error(`${codes.length} hand-overs were answered, ${handed.length} are recorded`)
  await storage.write(async (tx) => {
    await tx
      .updateTable('claim')
      .set({ ...handedByNobody, state: 'reserved' })
      .where('state', '=', 'handed')
      .execute()
    await tx
      .updateTable('stock')
      .set((row) => ({ reserved: row('reserved', '+', row.ref('handed')), handed: 0 }))
      .execute()
    await tx.deleteFrom('movement').where('kind', '=', 'redeem').execute()
    // The ledger's numbers go on where they were, so that the check finds no gap.
    if (storage.kind === 'sqlite')
      await sql`update sqlite_sequence set seq = (select max(seq) from movement) where name = 'movement'`.execute(
        tx,
      )
    await tx.deleteFrom('scan').execute()
    await tx.deleteFrom('journal').where('kind', '=', 'handed-over').execute()
  })
}
