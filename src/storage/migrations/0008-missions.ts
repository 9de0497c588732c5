import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * A pass for each mission; the mission somebody chose; the day of the event a claim counts for. Passes of before belong
 * to the mission their claim names; without a claim to '', which the booth reads as the event's first mission.
 */
export function missions(kind: 'sqlite' | 'postgres'): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await sql`alter table registration add column mission text`.execute(db)
      await sql`alter table claim add column counts_on text`.execute(db)
      await sql`create index claim_counts_on on claim (counts_on) where counts_on is not null`.execute(
        db,
      )
      await sql`alter table pass add column mission text not null default ''`.execute(db)
      await sql`update pass set mission = coalesce(
        (select min(mission) from claim where claim.registration_id = pass.registration_id), '')`.execute(
        db,
      )
      await (kind === 'sqlite' ? rekeySqlite(db) : rekeyPostgres(db))
    },
  }
}

async function rekeyPostgres(db: Kysely<unknown>) {
  await sql`alter table pass drop constraint pass_pkey`.execute(db)
  await sql`alter table pass add primary key (registration_id, mission)`.execute(db)
}

/** SQLite cannot change a key: the table is made anew, with whatever columns and indexes it has by now. */
async function rekeySqlite(db: Kysely<unknown>) {
  const { rows } = await sql<{ type: string; sql: string }>`
    select type, sql from sqlite_master where tbl_name = 'pass' and sql is not null`.execute(db)
  const table = rows.find(({ type }) => type === 'table')?.sql ?? ''
  const indexes = rows.filter(({ type }) => type === 'index')
  const rekeyed = table
    .replace('registration_id text primary key', 'registration_id text not null')
    .replace(/\)\s*$/, ', primary key (registration_id, mission))')
  await sql`alter table pass rename to pass_before`.execute(db)
  await sql.raw(rekeyed).execute(db)
  await sql`insert into pass select * from pass_before`.execute(db)
  await sql`drop table pass_before`.execute(db)
  for (const index of indexes) await sql.raw(index.sql).execute(db)
}
