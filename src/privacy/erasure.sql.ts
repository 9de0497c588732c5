import { sql } from 'kysely'
import { giveUpAllOf } from '../claims/cancel.sql.ts'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import { book, type Booking } from '../stock/booking.sql.ts'
import type { Moment } from '../stock/moment.ts'
import { untilUnchanged } from '../stock/refused.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Erasure, Left, PurgeCounts } from './erasure.ts'
import { forgetEverybody, forgetPerson } from './forget.sql.ts'
import { rewriteFiles } from './rewrite-files.sql.ts'

const PURGED = 'purged_at'

/** Who asks for it and when is the rules’ to say (erasure.ts). */
export function createErasure(storage: Storage): Erasure {
  return {
    eraseOne: (registrationId, moment) => eraseOne(storage, registrationId, moment),
    eraseLateRows: () => eraseLateRows(storage),
    countNames: () => countNames(storage),
    isPurgeMissing: () => isPurgeMissing(storage),
    eraseEverybody: (at, counts) => eraseEverybody(storage, at, counts),
    rewriteFiles: () => rewriteFiles(storage),
  }
}

function eraseOne(storage: Storage, registrationId: string, moment: Moment): Promise<Left> {
  return untilUnchanged(() =>
    storage.write(async (tx) => {
      // First of all: whoever reserves with this registration at the same moment waits here, or we for them.
      await tx
        .updateTable('registration')
        .set({ erased_at: moment.at })
        .where('id', '=', registrationId)
        .where('erased_at', 'is', null)
        .execute()
      const booking: Booking = { tx, kind: storage.kind, moment, movements: [] }
      const left = await giveUpAllOf(booking, registrationId)
      await forgetPerson(tx, registrationId)
      await appendToJournal(tx, { kind: 'erased', at: moment.at, registrationId })
      await book(booking)
      return left
    }),
  )
}

async function eraseLateRows(storage: Storage): Promise<void> {
  const late = await storage.read
    .selectFrom('registration')
    .innerJoin('attempt', 'attempt.registration_id', 'registration.id')
    .select('registration.id')
    .distinct()
    .where('erased_at', 'is not', null)
    .execute()
  const passes = await storage.read
    .selectFrom('registration')
    .innerJoin('pass', 'pass.registration_id', 'registration.id')
    .select('registration.id')
    .where('erased_at', 'is not', null)
    .where('pass.hosts', '!=', '[]')
    .execute()
  for (const { id } of [...late, ...passes]) await storage.write((tx) => forgetPerson(tx, id))
}

/** How much that names somebody is there now. */
export async function countNames({ read }: Pick<Storage, 'read'>): Promise<PurgeCounts> {
  const { rows } = await sql<Record<keyof PurgeCounts, number | string>>`
    select (select count(*) from registration where erased_at is null) as attendees,
           (select count(*) from attempt) as checks,
           (select count(*) from attendee_link) as links,
           (select count(*) from identity) as fingerprints,
           (select count(*) from person where name <> '') as staff`.execute(read)
  const [row] = rows
  return {
    attendees: Number(row?.attendees),
    checks: Number(row?.checks),
    links: Number(row?.links),
    fingerprints: Number(row?.fingerprints),
    staff: Number(row?.staff),
  }
}

async function isPurgeMissing(storage: Storage): Promise<boolean> {
  const { attendees } = await countNames(storage)
  if (attendees > 0) return true
  const marker = await storage.read
    .selectFrom('setting')
    .select('value')
    .where('key', '=', PURGED)
    .executeTakeFirst()
  return marker === undefined
}

async function eraseEverybody(storage: Storage, at: string, counts: PurgeCounts): Promise<void> {
  await storage.write(async (tx) => {
    await tx
      .updateTable('registration')
      .set({ erased_at: at })
      .where('erased_at', 'is', null)
      .execute()
    await forgetEverybody(tx)
    await tx
      .insertInto('setting')
      .values({ key: PURGED, value: at })
      .onConflict((setting) => setting.column('key').doUpdateSet({ value: at }))
      .execute()
    await appendToJournal(tx, { kind: 'purged', at, data: counts })
  })
}
