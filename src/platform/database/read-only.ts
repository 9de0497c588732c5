import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { Kysely, sql, SqliteDialect } from 'kysely'
import type { Secret } from '../../shared/secret.ts'
import { sayUnreachable } from './database-away.ts'
import type { Database } from './database.ts'
import { createIoGuard } from './io-guard.ts'
import type { DatabasePlace } from './open-database.ts'
import { patiently } from './postgres-pools.ts'
import { openSqliteFile } from './sqlite-file.ts'

export type ReadableDatabase<Tables> = Pick<Database<Tables>, 'kind' | 'read'>

/**
 * Lets `work` read an existing database as it is at one moment. Nothing is created, migrated or changed, and no lock is
 * held that a running booth would wait for.
 * @throws Error when there is no such database
 */
export function readDatabase<Tables, Result>(
  place: DatabasePlace,
  work: (database: ReadableDatabase<Tables>) => Promise<Result>,
): Promise<Result> {
  return place.kind === 'postgres' ? readPostgres(place.url, work) : readSqlite(place.file, work)
}

async function readSqlite<Tables, Result>(
  file: string,
  work: (database: ReadableDatabase<Tables>) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}: nothing was created.`)
  const database = openSqliteFile(asItLies(file), createIoGuard(), 'read-only')
  const read = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  try {
    await sql`begin deferred`.execute(read)
    return await work({ kind: 'sqlite', read })
  } finally {
    await read.destroy()
  }
}

/** Without a log nobody has the file open, and it can be read without leaving one beside it. Source: sqlite.org/wal.html#read_only_databases */
function asItLies(file: string): URL {
  const url = pathToFileURL(file)
  if (!existsSync(`${file}-wal`)) url.searchParams.set('immutable', '1')
  return url
}

function readPostgres<Tables, Result>(
  place: Secret,
  work: (database: ReadableDatabase<Tables>) => Promise<Result>,
): Promise<Result> {
  return patiently<Tables, Result>(place, (kysely) =>
    kysely
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute((read) => work({ kind: 'postgres', read })),
  ).catch(sayUnreachable)
}
