import { sql, type Kysely, type Selectable } from 'kysely'
import type { Tables } from '../storage/tables.ts'
import type { Sku } from './sku.ts'
import type { StockLine } from './stock.ts'

/**
 * Every sku in the order of the event file. A hold that ended before `at`, and what was kept for a day that has opened,
 * count as available, tidied or not.
 */
export async function overview(db: Kysely<Tables>, at: string): Promise<readonly StockLine[]> {
  const lines = await linesAt(db, at).orderBy('position').execute()
  return lines.map(toLine)
}

/** The same of one sku; undefined where there is no such line. */
export async function findLine(
  db: Kysely<Tables>,
  sku: Sku,
  at: string,
): Promise<StockLine | undefined> {
  const line = await linesAt(db, at).where('stock.sku', '=', sku).executeTakeFirst()
  return line && toLine(line)
}

function linesAt(db: Kysely<Tables>, at: string) {
  return db
    .selectFrom('stock')
    .selectAll()
    .select([
      sql<
        number | string
      >`(select count(*) from claim where claim.sku = stock.sku and state = 'reserved'
        and expires_at <= ${at})`.as('overdue'),
      sql<
        number | string
      >`(select count(*) from claim where claim.sku = stock.sku and state = 'waiting')`.as(
        'waiting',
      ),
      sql<
        number | string
      >`(select coalesce(sum(qty), 0) from kept_for_day as kept where kept.sku = stock.sku
        and released_at is null and opens_at <= ${at})`.as('due'),
    ])
}

type Row = Selectable<Tables['stock']> & Record<'overdue' | 'waiting' | 'due', number | string>

function toLine(row: Row): StockLine {
  const overdue = Number(row.overdue)
  const waiting = Number(row.waiting)
  const due = Math.min(Number(row.due), row.held_back)
  const available = row.available + overdue + due
  return {
    sku: row.sku,
    colour: row.colour,
    size: row.size,
    available,
    reserved: row.reserved - overdue,
    heldBack: row.held_back - due,
    damaged: row.damaged,
    handed: row.handed,
    onHand: row.available + row.reserved + row.held_back + row.damaged,
    waiting,
    left: Math.max(0, available - waiting),
  }
}
