import { sql } from 'kysely'
import type { Database, DatabaseKind } from '../platform/database/database.ts'
import { openDatabase, type DatabasePlace } from '../platform/database/open-database.ts'
import { readDatabase, type ReadableDatabase } from '../platform/database/read-only.ts'
import { firstDay } from './migrations/0001-first-day.ts'
import { keptForDays } from './migrations/0002-kept-for-days.ts'
import { claimsOfAnEvent } from './migrations/0003-claims-of-an-event.ts'
import { erased } from './migrations/0004-erased.ts'
import { oddities } from './migrations/0005-oddities.ts'
import { pins } from './migrations/0007-pins.ts'
import { missions } from './migrations/0008-missions.ts'
import type { Tables } from './tables.ts'

export type Storage = Database<Tables>

/** Every change of the tables, in order of its number. */
const migrations = (kind: DatabaseKind) => ({
  '0001-first-day': firstDay(kind),
  '0002-kept-for-days': keptForDays,
  '0003-claims-of-an-event': claimsOfAnEvent(kind),
  '0004-erased': erased,
  '0005-oddities': oddities,
  '0007-pins': pins,
  '0008-missions': missions(kind),
})

/** What a check or a report reads. */
export type ReadableStorage = ReadableDatabase<Tables>

/** Opens the booth's database at `place`, with every table it needs. */
export function openStorage(place: DatabasePlace): Promise<Storage> {
  return openDatabase<Tables>(place, migrations)
}

/**
 * Lets `work` read the booth's database at one moment, as it is.
 * @throws Error when there is none, or when its tables are not those of this version
 */
export function readStorage<Result>(
  place: DatabasePlace,
  work: (storage: ReadableStorage) => Promise<Result>,
): Promise<Result> {
  return readDatabase<Tables, Result>(place, async (storage) => {
    await refuseOtherTables(storage)
    return work(storage)
  })
}

async function refuseOtherTables({ kind, read }: ReadableStorage): Promise<void> {
  const wanted = Object.keys(migrations(kind)).toSorted()
  const found = await migrationsDone(read)
  if (found.join() !== wanted.join())
    throw new Error(
      `The tables are not those of this version (${found.at(-1) ?? 'none'}, not ${wanted.at(-1) ?? 'none'}): start the booth once, or check with the version that wrote them.`,
    )
}

/** Names of the migrations a database has seen, in order; none where it has no such table. */
async function migrationsDone(read: ReadableStorage['read']): Promise<string[]> {
  try {
    const { rows } = await sql<{
      name: string
    }>`select name from kysely_migration order by name`.execute(read)
    return rows.map(({ name }) => name)
  } catch {
    return []
  }
}
