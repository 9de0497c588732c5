import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type { IoGuard } from './io-guard.ts'

const BUSY_TIMEOUT_MS = 5_000
/** Room for every page of a booth of several thousand: what a hand-over touches does not grow dearer with those who signed up. */
const CACHE_KIB = 32_000
/** Source: sqlite.org/rescode.html */
const SQLITE_BUSY = 5

/**
 * Opens `file` so that a commit that was answered is on disk: WAL, `synchronous=FULL` (set on this connection and read
 * back, because the default depends on how SQLite was built), foreign keys on. `read-only`: nothing can be written, and
 * nothing is created.
 * @throws Error when the file cannot be opened or refuses one of the settings
 */
export function openSqliteFile(
  file: string | URL,
  guard: IoGuard,
  use: 'read-write' | 'read-only' = 'read-write',
): SqliteDatabase {
  const raw = new DatabaseSync(file, {
    enableForeignKeyConstraints: true,
    timeout: BUSY_TIMEOUT_MS,
    readOnly: use === 'read-only',
  })
  if (use === 'read-write')
    guard.run(() => {
      makeDurable(raw)
      raw.exec(`PRAGMA cache_size = -${CACHE_KIB}`)
    })
  const compile = compileOnce(raw, guard)
  return {
    close: () => {
      raw.close()
    },
    prepare: (text) => {
      // Kysely says a plain BEGIN; taking the write lock at once is what keeps "read, then write" from failing later.
      if (text === 'begin') return compile('begin immediate')
      // A failing disk makes SQLite itself take the transaction back: the error that counts is the one before.
      if (text === 'rollback' && !raw.isTransaction) return NOTHING_TO_DO
      return compile(text)
    },
  }
}

const MOST_COMPILED = 500

const NOTHING_TO_DO: SqliteStatement = {
  reader: true,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
}

function makeDurable(raw: DatabaseSync): void {
  turnToWal(raw)
  raw.exec('PRAGMA synchronous = FULL')
  const synchronous = raw.prepare('PRAGMA synchronous').get()?.['synchronous']
  if (synchronous !== 2)
    throw new Error(`SQLite did not take synchronous=FULL: ${String(synchronous)}`)
  // After a failed sync the log may have a hole that only memory fills: what it holds goes to the file itself first.
  // Whoever writes meanwhile has done the same; to wait for each other would be to wait in a circle, for the whole timeout.
  raw.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE);
    PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
}

const WAL_PAUSE_MS = 10
const WAL_TRIES = BUSY_TIMEOUT_MS / WAL_PAUSE_MS

/** A new file has to be ours alone for that moment, and SQLite does not wait for it as it does for a write. */
function turnToWal(raw: DatabaseSync): void {
  const still = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 1; ; tries++) {
    try {
      raw.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY || tries === WAL_TRIES)
        throw error
      Atomics.wait(still, 0, 0, WAL_PAUSE_MS)
    }
  }
}

function compileOnce(raw: DatabaseSync, guard: IoGuard): (text: string) => SqliteStatement {
  const compiled = new Map<string, SqliteStatement>()
  return (text) => {
    const known = compiled.get(text)
    if (known) return known
    const statement = toKyselyStatement(raw.prepare(text), guard)
    // Texts are made by the query builder from a handful of queries, so this stays small.
    if (compiled.size < MOST_COMPILED) compiled.set(text, statement)
    return statement
  }
}

function toKyselyStatement(statement: StatementSync, guard: IoGuard): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard.run(() => statement.all(...bound(parameters))),
    run: (parameters) => guard.run(() => statement.run(...bound(parameters))),
    iterate: (parameters) => guard.run(() => statement.iterate(...bound(parameters))),
  }
}

/** What the query builder binds is what the tables' types allow: text, numbers and null. */
function bound(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}
