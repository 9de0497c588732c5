import { sql, type Kysely, type Selectable } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import {
  JOURNAL_START,
  type Journal,
  type JournalKind,
  type JournalLine,
  type JournalPlace,
} from './journal.ts'

const MOST_LINES = 500
const OLDEST_RUNNING = sql<string>`pg_snapshot_xmin(pg_current_snapshot())`

/**
 * On PostgreSQL a later number can commit before an earlier one. Readers therefore go by (transaction, number) and take
 * only lines of transactions that ended before the oldest one still running.
 */
export function createJournal(storage: Storage): Journal {
  const readOn = storage.kind === 'sqlite' ? nextOnSqlite : nextOnPostgres
  const readable = () => {
    const lines = storage.read.selectFrom('journal')
    return storage.kind === 'sqlite' ? lines : lines.where('xid', '<', OLDEST_RUNNING)
  }
  return {
    readAfter: async (place, most = MOST_LINES) => {
      const { rows } = await readOn(storage.read, { ...place, most })
      return rows.map(toLine)
    },
    end: async () => {
      const row = await readable()
        .select(['xid', 'seq'])
        .orderBy('xid', 'desc')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? { xid: row.xid, seq: toNumber(row.seq) } : JOURNAL_START
    },
  }
}

type From = JournalPlace & { most: number }

/** Asked after every commit. SQLite's lines commit in their order, and for two columns it would read the whole index. */
const nextOnSqlite = compiledOnce((db: Kysely<Tables>, { seq, most }: From) =>
  db.selectFrom('journal').selectAll().where('seq', '>', seq).orderBy('seq').limit(most),
)

const nextOnPostgres = compiledOnce((db: Kysely<Tables>, { xid, seq, most }: From) =>
  db
    .selectFrom('journal')
    .selectAll()
    .where('xid', '<', OLDEST_RUNNING)
    .where(sql<boolean>`(xid, seq) > (${xid}, ${seq})`)
    .orderBy('xid')
    .orderBy('seq')
    .limit(most),
)

function toLine(row: Selectable<Tables['journal']>): JournalLine {
  const seq = toNumber(row.seq)
  return {
    seq,
    place: { xid: row.xid, seq },
    at: row.at,
    kind: row.kind as JournalKind,
    by: {
      ...(row.person !== null && { person: row.person }),
      ...(row.device !== null && { device: row.device }),
    },
    ...(row.registration_id !== null && { registrationId: row.registration_id }),
    ...(row.claim_id !== null && { claimId: row.claim_id }),
    data: JSON.parse(row.data) as Record<string, string | number>,
  }
}

/** PostgreSQL gives its big integers as text. */
function toNumber(seq: number | string): number {
  return Number(seq)
}
