import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A phone's PIN, an administrator's passphrase, and when each was last typed. */
export const pins: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `alter table device add column pin_hash text`,
  `alter table device add column wrong_tries integer not null default 0`,
  `alter table device add column wait_until text`,
  `alter table person add column passphrase_hash text`,
  `alter table session add column unlocked_at text`,
  `alter table session add column raised_at text`,
]
