import { Kysely, PostgresDialect, sql, SqliteDialect, type SqliteDatabase } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Secret } from '../../shared/secret.ts'
import { sayUnreachable } from './database-away.ts'
import type { Database, DatabaseKind } from './database.ts'
import { createGroupCommit } from './group-commit.ts'
import { createIoGuard } from './io-guard.ts'
import { openPool, patiently } from './postgres-pools.ts'
import { openSqliteFile } from './sqlite-file.ts'
import { createTransactions } from './transactions.ts'

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
  return place.kind === 'postgres'
    ? onPostgres(place.url, migrations('postgres'))
    : onSqlite(place.file, migrations('sqlite'))
}

async function onPostgres<Tables>(
  url: Secret,
  migrations: Record<string, Migration>,
): Promise<Database<Tables>> {
  await patiently(url, (kysely: Kysely<Tables>) => preparePostgres(kysely, migrations)).catch(
    sayUnreachable,
  )
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url) }) })
  const { transact, onCommit } = createTransactions(kysely)
  return {
    kind: 'postgres',
    read: kysely,
    write: transact,
    maintain: (work) => patiently(url, work),
    onCommit,
    onLost: () => undefined,
    close: () => kysely.destroy(),
  }
}

/** One connection writes, in groups; another reads, so that nobody sees the rows of a group under way. */
async function onSqlite<Tables>(
  file: string,
  migrations: Record<string, Migration>,
): Promise<Database<Tables>> {
  const guard = createIoGuard()
  const writer = await openWriter<Tables>(openSqliteFile(file, guard), migrations)
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

async function openWriter<Tables>(
  database: SqliteDatabase,
  migrations: Record<string, Migration>,
): Promise<Kysely<Tables>> {
  const writer = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  try {
    await prepareSqlite(writer, migrations)
    return writer
  } catch (error) {
    await writer.destroy()
    throw error
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
