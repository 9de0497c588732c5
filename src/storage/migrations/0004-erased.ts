import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Attendees who deleted themselves, or were purged: their row stays, so that counts do, and says nothing of them. */
export const erased: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table registration add column erased_at text`.execute(db)
  },
}
