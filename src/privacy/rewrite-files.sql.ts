import { sql, type Kysely } from 'kysely'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { personalData } from './personal-data.ts'

/**
 * Writes the database anew: a changed or deleted row stays readable in free pages and in the write-ahead log else.
 * On PostgreSQL its tables; the server's own log is its administrator's (docs/booth-day.md).
 */
export function rewriteFiles(storage: Storage): Promise<'rewritten' | 'busy'> {
  return storage.maintain(storage.kind === 'postgres' ? rewriteTables : rewriteFile)
}

async function rewriteTables(db: Kysely<Tables>): Promise<'rewritten'> {
  for (const table of Object.keys(personalData))
    await sql`vacuum (full) ${sql.table(table)}`.execute(db)
  return 'rewritten'
}

async function rewriteFile(db: Kysely<Tables>): Promise<'rewritten' | 'busy'> {
  try {
    await sql`vacuum`.execute(db)
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db)
    return rows[0]?.busy === 0 ? 'rewritten' : 'busy'
  } catch (error) {
    if (!isBusy(error)) throw error
    return 'busy'
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED: another process holds the file. */
function isBusy(error: unknown): boolean {
  return [5, 6].includes((error as { errcode?: number }).errcode ?? 0)
}
