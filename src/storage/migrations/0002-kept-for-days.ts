import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Held-back units that are given free when a later day opens. A shipped migration is never edited. */
export const keptForDays: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql
      .raw(
        `create table kept_for_day (
          sku text not null references stock (sku), day text not null, opens_at text not null,
          qty integer not null check (qty >= 0), released_at text, primary key (sku, day))`,
      )
      .execute(db)
  },
}
