import { sql, type RawBuilder } from 'kysely'
import { SHIRTS } from '../event/prizes.ts'
import type { Booking } from '../stock/booking.sql.ts'
import type { PrizeTerms } from './prize-terms.ts'
import type { Reader } from './read-claim.sql.ts'

/** Any number that no other lock of this program uses. */
const DAY_LOCKS = 7_031_979

/**
 * The claim takes a share of today, in one conditional UPDATE: its row count says whether one was left. Two claims of
 * one prize come here one after the other (SQLite has one writer anyway), so neither counts without the other.
 */
export async function takeShareOfDay(
  { tx, kind, moment: { at, day } }: Booking,
  claimId: string,
  { event, prize, perDay }: PrizeTerms,
): Promise<'taken' | 'none-left'> {
  if (perDay !== undefined && kind === 'postgres')
    await sql`select pg_advisory_xact_lock(${DAY_LOCKS}::int, hashtext(${`${event} ${day} ${prize}`}))`.execute(
      tx,
    )
  let taking = tx.updateTable('claim').set({ counts_on: day }).where('id', '=', claimId)
  if (perDay !== undefined)
    taking = taking.where(
      sql<boolean>`(select count(*) from claim as other where other.id <> ${claimId}
        and other.counts_on = ${day} and other.event = ${event} and ${isOf(prize)} and ${counts(at)}) < ${perDay}`,
    )
  const { numUpdatedRows } = await taking.executeTakeFirst()
  return Number(numUpdatedRows) === 1 ? 'taken' : 'none-left'
}

/** How many claims count for `day`, by prize. */
export async function countOn(
  db: Reader,
  { day, at, event }: { day: string; at: string; event: string },
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ prize: string; count: number | string }>`
    select case when ${isOf(SHIRTS)} then ${sql.lit(SHIRTS)} else sku end as prize, count(*) as count
    from claim as other where counts_on = ${day} and event = ${event} and ${counts(at)} group by 1`.execute(
    db,
  )
  return Object.fromEntries(rows.map(({ prize, count }) => [prize, Number(count)]))
}

/** Only shirts have a hyphen before their size. */
function isOf(prize: string): RawBuilder<boolean> {
  return prize === SHIRTS ? sql`other.sku like '%-%'` : sql`other.sku = ${prize}`
}

/** Whoever gave up, or let the hold run out, has left their share to another. */
function counts(at: string): RawBuilder<boolean> {
  return sql`(other.state in ('handed', 'waiting') or (other.state = 'reserved' and other.expires_at > ${at}))`
}
