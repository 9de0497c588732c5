import { sql } from 'kysely'
import type { ReadableStorage } from '../storage/open-storage.ts'

/** Clocks of several instances, or one that was set right, may differ so much without being called wrong. */
const TOLERATED_SKEW_SECONDS = 300

/** Lines that are missing (SQLite numbers without gaps; on PostgreSQL a rolled-back one leaves a gap) or run backwards. */
export async function ledgerOrder(storage: ReadableStorage): Promise<readonly string[]> {
  const { rows } = await sql<{ seq: number | string; at: string; before: string | null }>`
    select seq, at, max(at) over (order by seq rows between unbounded preceding and 1 preceding) as before
    from movement order by seq`.execute(storage.read)
  return rows.flatMap(({ seq, at, before }, index) => {
    const gap = storage.kind === 'sqlite' && Number(seq) !== index + 1
    return [
      ...(gap ? [`line ${index + 1} is missing before ${seq}`] : []),
      ...(before !== null && secondsBetween(at, before) > TOLERATED_SKEW_SECONDS
        ? [`line ${seq} is of ${at}, a line before it of ${before}`]
        : []),
    ]
  })
}

/** What SQLite finds wrong with its own file; PostgreSQL checks its pages and keys as it reads and writes. */
export async function findUnsoundness({ kind, read }: ReadableStorage): Promise<readonly string[]> {
  if (kind === 'postgres') return []
  const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(read)
  const keys = await sql<{ table: string; rowid: number }>`pragma foreign_key_check`.execute(read)
  return [
    ...integrity.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
    ...keys.rows.map(({ table, rowid }) => `${table} row ${rowid} points nowhere`),
  ]
}

function secondsBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 1_000
}
