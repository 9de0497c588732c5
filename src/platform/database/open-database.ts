import { Kysely, PostgresDialect, sql, SqliteDialect, type Dialect } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import pg from 'pg'
import type { Secret } from '../../shared/secret.ts'
import type { Database, DatabaseKind } from './database.ts'
import { createGroupCommit } from './group-commit.ts'
import { createIoGuard, type IoGuard } from './io-guard.ts'
import { openSqliteFile } from './sqlite-file.ts'
import { createTransactions } from './transactions.ts'

const POOL_SIZE = 10

export type DatabasePlace = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: Secret }

export type Migrations = (kind: DatabaseKind) => Record<string, Migration>

/**
 * Opens the database, brings its tables up to date and checks that a commit means "on disk".
 * @throws Error saying which setting or migration failed
 */
export async function openDatabase<Tables>(
  place: DatabasePlace,
  migrations: Migrations,
): Promise<Database<Tables>> {
  const guard = createIoGuard()
  const writer = new Kysely<Tables>({ dialect: dialectOf(place, guard) })
  try {
    if (place.kind === 'postgres') await preparePostgres(writer, migrations('postgres'))
    else await prepareSqlite(writer, migrations('sqlite'))
  } catch (error) {
    await writer.destroy()
    throw error
  }
  return place.kind === 'postgres'
    ? onPostgres(writer, guard)
    : onSqlite(writer, { file: place.file, guard })
}

function dialectOf(place: DatabasePlace, guard: IoGuard): Dialect {
  if (place.kind === 'sqlite')
    return new SqliteDialect({ database: openSqliteFile(place.file, guard) })
  const pool = place.url.use((url) => new pg.Pool({ connectionString: url, max: POOL_SIZE }))
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on('error', () => undefined)
  // Nor must one in use: its statement fails and says so, and the pool drops it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}

function onPostgres<Tables>(kysely: Kysely<Tables>, { onLost }: IoGuard): Database<Tables> {
  const { transact, onCommit } = createTransactions(kysely)
  return {
    kind: 'postgres',
    read: kysely,
    write: transact,
    maintain: (work) => work(kysely),
    onCommit,
    onLost,
    close: () => kysely.destroy(),
  }
}

/** One connection writes, in groups; another reads, so that nobody sees the rows of a group under way. */
function onSqlite<Tables>(
  writer: Kysely<Tables>,
  { file, guard }: { file: string; guard: IoGuard },
): Database<Tables> {
  const { transact, onCommit } = createTransactions(writer)
  const { write, settled } = createGroupCommit(transact)
  const read = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: openSqliteFile(file, guard, 'read-only') }),
  })
  return {
    kind: 'sqlite',
    read,
    write,
    maintain: (work) => work(writer),
    onCommit,
    onLost: guard.onLost,
    close: async () => {
      await settled()
      await read.destroy()
      await writer.destroy()
    },
  }
}

/** Processes that start at once bring the tables up to date one after the other; a step that fails leaves nothing. */
async function prepareSqlite<Tables>(
  kysely: Kysely<Tables>,
  migrations: Record<string, Migration>,
) {
  await sql`begin immediate`.execute(kysely)
  try {
    await migrate(kysely, migrations)
    await sql`commit`.execute(kysely)
  } catch (error) {
    await sql`rollback`.execute(kysely)
    throw error
  }
}

/** Any number nobody else locks: instances that start at once bring the tables up to date one after the other. */
const MIGRATION_LOCK = 7_031_977

async function preparePostgres<Tables>(
  kysely: Kysely<Tables>,
  migrations: Record<string, Migration>,
) {
  await refuseUnsafePostgres(kysely)
  await kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection)
    try {
      const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(
        connection,
      )
      await migrate(kysely, migrations, rows[0]?.name)
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection)
    }
  })
}

async function migrate<Tables>(
  kysely: Kysely<Tables>,
  migrations: Record<string, Migration>,
  schema?: string,
) {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    ...(schema !== undefined && { migrationTableSchema: schema }),
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined)
    throw new Error('The tables could not be brought up to date', { cause: error })
}

/** A commit is only a promise where the server syncs. Source: PostgreSQL manual, "Write Ahead Log". */
async function refuseUnsafePostgres<Tables>(kysely: Kysely<Tables>) {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit')`.execute(
    kysely,
  )
  for (const { name, setting } of rows)
    if (setting === 'off' || setting === 'local')
      throw new Error(
        `PostgreSQL runs with ${name}=${setting}: a hand-over could be lost. Set it to on.`,
      )
}
