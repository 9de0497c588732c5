import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What was odd about a pass, for staff: a JSON list, mostly empty. */
export const oddities: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table pass add column oddities text not null default '[]'`.execute(db)
  },
}
