import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which event a claim is of, so that one database may keep several; a tag begins with its event's id. */
export function claimsOfAnEvent(kind: 'sqlite' | 'postgres'): Migration {
  const before =
    kind === 'sqlite' ? `substr(tag, 1, instr(tag, '-') - 1)` : `split_part(tag, '-', 1)`
  return {
    up: async (db: Kysely<unknown>) => {
      await sql.raw(`alter table claim add column event text not null default ''`).execute(db)
      await sql
        .raw(
          `update claim set event = coalesce((select ${before} from registration
            where registration.id = claim.registration_id), '')`,
        )
        .execute(db)
    },
  }
}
