import { sql, type RawBuilder } from 'kysely'
import { findUnsoundness, ledgerOrder } from './soundness.sql.ts'
import { describeDifference, verifyLedger } from '../stock/verify-ledger.sql.ts'
import type { ReadableStorage } from '../storage/open-storage.ts'

/** Something that must hold at every moment. `violations` lists what breaks it, a short text each. */
export type Invariant = {
  id: string
  promise: string
  violations: (storage: ReadableStorage) => Promise<readonly string[]>
}

export const invariants: readonly Invariant[] = [
  {
    id: 'I1',
    promise: 'a claim is handed over exactly where the ledger has one open hand-over of it',
    violations: listed(sql`
      select claim.id || ' is ' || claim.state || ', open hand-overs: ' || coalesce(ledger.open, 0) as line
      from claim left join (
        select claim_id, sum(case kind when 'redeem' then 1 when 'undo' then -1 else 0 end) as open
        from movement group by claim_id) ledger on ledger.claim_id = claim.id
      where coalesce(ledger.open, 0) <> case claim.state when 'handed' then 1 else 0 end`),
  },
  {
    id: 'I2',
    promise: 'every counter is what the ledger adds up to',
    violations: async (storage) => (await verifyLedger(storage)).map(describeDifference),
  },
  {
    id: 'I3',
    promise: 'reserved and handed units are the claims in those states',
    violations: listed(sql`
      select stock.sku || ': ' || stock.reserved || ' reserved, ' || stock.handed || ' handed, claims: '
        || coalesce(owed.reserved, 0) || ' and ' || coalesce(owed.handed, 0) as line
      from stock left join (
        select sku, sum(case state when 'reserved' then 1 else 0 end) as reserved,
          sum(case state when 'handed' then 1 else 0 end) as handed
        from claim group by sku) owed on owed.sku = stock.sku
      where stock.reserved <> coalesce(owed.reserved, 0) or stock.handed <> coalesce(owed.handed, 0)`),
  },
  {
    id: 'I4',
    promise: 'nobody has more than one living claim, whichever missions they passed',
    violations: listed(sql`
      select registration_id || ' has ' || count(*) as line from claim
      where registration_id is not null and state in ('reserved', 'handed', 'waiting')
      group by registration_id having count(*) > 1`),
  },
  {
    id: 'I5',
    promise: 'every claim rests on a pass of its mission, or is a gift with a reason',
    violations: listed(sql`
      select claim.id || ' is ' || claim.state as line from claim
      left join pass on pass.registration_id = claim.registration_id and pass.mission = claim.mission
      where case when claim.registration_id is null
        then claim.reason is null or claim.state not in ('handed', 'cancelled')
        else pass.registration_id is null end`),
  },
  {
    id: 'I6',
    promise: 'the ledger misses no line, and its times run forwards',
    violations: ledgerOrder,
  },
  {
    id: 'I7',
    promise: 'the database is sound, and nobody waits for a shirt that is there',
    violations: async (storage) => [
      ...(await findUnsoundness(storage)),
      ...(await listed(sql`
        select claim.id || ' waits for ' || stock.sku as line
        from claim join stock on stock.sku = claim.sku
        where claim.state = 'waiting' and stock.available > 0`)(storage)),
    ],
  },
  {
    id: 'I8',
    promise: 'every tap had at most one effect, and every green one had it',
    violations: listed(sql`
      select coalesce(scan.scan_id, effect.scan_id) || ': ' || coalesce(effect.times, 0) || ' hand-overs' as line
      from (select scan_id from scan where verdict in ('handed-over', 'given')) scan
      full join (select scan_id, count(*) as times from movement where kind = 'redeem' group by scan_id) effect
        on effect.scan_id = scan.scan_id
      where scan.scan_id is null or coalesce(effect.times, 0) <> 1`),
  },
]

/** One statement each, so that it sees one moment even while others write. */
function listed(query: RawBuilder<unknown>): Invariant['violations'] {
  return async ({ read }) => {
    const { rows } = await (query as RawBuilder<{ line: string }>).execute(read)
    return rows.map(({ line }) => line)
  }
}
