import { sql } from 'kysely'
import type { ReadableStorage } from '../storage/open-storage.ts'
import { COUNTERS, type Counter } from './movement.ts'
import type { Sku } from './sku.ts'

/** A counter that is not what the ledger says. */
export type LedgerDifference = { sku: Sku; state: Counter; ledger: number; counter: number }

type Row = Record<Counter, number> & Record<`ledger_${Counter}`, number | string> & { sku: Sku }

/** Recomputes every counter from the movements; a start is refused while this lists anything. */
export async function verifyLedger(storage: ReadableStorage): Promise<readonly LedgerDifference[]> {
  // One statement, so that it sees one moment even while others write.
  const { rows } = await sql<Row>`
    select stock.*, ${sql.join(COUNTERS.map(ledgerSum))}
    from stock left join movement on movement.sku = stock.sku
    group by stock.sku order by stock.position`.execute(storage.read)
  return rows.flatMap((row) =>
    COUNTERS.map((state) => ({
      sku: row.sku,
      state,
      ledger: Number(row[`ledger_${state}`]),
      counter: row[state],
    })).filter(({ ledger, counter }) => ledger !== counter),
  )
}

/** For the start's refusal and the check: one difference as a line. */
export function describeDifference({ sku, state, ledger, counter }: LedgerDifference): string {
  return `${sku} ${state}: ${counter} counted, ${ledger} by the ledger`
}

function ledgerSum(state: Counter) {
  return sql`coalesce(sum(case when movement.to_state = ${sql.lit(state)} then qty
    when movement.from_state = ${sql.lit(state)} then -qty else 0 end), 0) as ${sql.ref(`ledger_${state}`)}`
}

/** @throws Error naming each line that differs: a booth does not run on numbers that lie */
export async function refuseWrongLedger(storage: ReadableStorage): Promise<void> {
  const differences = await verifyLedger(storage)
  if (differences.length > 0)
    throw new Error(
      `The stock's counters differ from its ledger:\n${differences.map(describeDifference).join('\n')}`,
    )
}
