import { describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { openDatabase } from '../../src/platform/database/open-database.ts'
import { firstDay } from '../../src/storage/migrations/0001-first-day.ts'
import type { Tables } from '../../src/storage/tables.ts'
import { START } from '../support/claims-booth.ts'
import { databases, reopenTestStorage } from '../support/databases.ts'

/** A database of the first day: `ann` passed, `bob` passed and claimed for the mission `laptop`. */
const ROWS = [
  ...['ann', 'bob'].flatMap((id) => [
    `insert into registration (id, tag, nickname, language, notice_version, consented_at, created_at)
     values ('${id}', 'pycon-${id}', '${id}', 'ko', '1', '${START}', '${START}')`,
    `insert into pass values ('${id}', 'ok', '${START}', 'c', '[]', 42, 75, '[]', '[]', '{}', null, null, null)`,
  ]),
  `insert into stock values ('black-M', 'black', 'M', 0, 0, 1, 0, 0, 0)`,
  `insert into claim (id, registration_id, mission, code, sku, state, created_at)
   values ('c1', 'bob', 'laptop', 'CODE', 'black-M', 'reserved', '${START}')`,
]

describe.each(databases)('a database from before there were several missions, on $name', (kind) => {
  async function upgraded() {
    const place = await kind.newPlace()
    const before = await openDatabase<Tables>(place, (db) => ({ '0001-first-day': firstDay(db) }))
    await before.write(async (tx) => {
      for (const row of ROWS) await sql.raw(row).execute(tx)
    })
    await before.close()
    return reopenTestStorage(place)
  }

  test('keeps every pass, under the mission its claim names', async () => {
    const { read } = await upgraded()
    const passes = await read
      .selectFrom('pass')
      .select(['registration_id', 'mission', 'documents', 'passed_at'])
      .orderBy('registration_id')
      .execute()
    expect(passes).toEqual([
      { registration_id: 'ann', mission: '', documents: 42, passed_at: START },
      { registration_id: 'bob', mission: 'laptop', documents: 42, passed_at: START },
    ])
  })

  test('lets somebody pass another mission too, and none twice', async () => {
    const storage = await upgraded()
    const passAgain = (mission: string) =>
      storage.write((tx) =>
        sql`insert into pass (registration_id, verdict, passed_at, cluster, hosts, documents, seconds, metricsets, hints,
        rules, mission) values ('bob', 'ok', ${START}, 'c', '[]', 1, 1, '[]', '[]', '{}', ${mission})`.execute(
          tx,
        ),
      )
    await passAgain('long')
    await expect(passAgain('laptop')).rejects.toThrow(/unique/i)
  })

  test('still finds passes by their time, and refuses one of nobody', async () => {
    const storage = await upgraded()
    const { rows } = await (
      storage.kind === 'sqlite'
        ? sql<{ name: string }>`select name from sqlite_master where tbl_name = 'pass'`
        : sql<{ name: string }>`select indexname as name from pg_indexes where tablename = 'pass'
            and schemaname = current_schema()`
    ).execute(storage.read)
    expect(rows.map((row) => row.name)).toContain('pass_passed_at')
    await expect(
      storage.write((tx) =>
        sql`insert into pass (registration_id, verdict, passed_at, cluster, hosts, documents, seconds, metricsets, hints,
        rules, mission) values ('nobody', 'ok', '', '', '', 1, 1, '', '', '', '')`.execute(tx),
      ),
    ).rejects.toThrow(/foreign key/i)
  })
})
