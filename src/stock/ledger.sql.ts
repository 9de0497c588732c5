import type { Storage } from '../storage/open-storage.ts'
import type { Flow, LedgerLine, LedgerPage } from './ledger.ts'
import type { MovementKind, UnitState } from './movement.ts'
import type { Sku } from './sku.ts'

const PAGE = 50

/** The ledger of one sku, newest first; one line more is read to know whether there is another page. */
export async function ledgerPage(storage: Storage, sku: Sku, before?: number): Promise<LedgerPage> {
  let query = ledgerRows(storage).where('movement.sku', '=', sku)
  if (before !== undefined) query = query.where('movement.seq', '<', before)
  const rows = await query.limit(PAGE + 1).execute()
  const lines = rows.slice(0, PAGE).map(toLine)
  const last = lines.at(-1)
  return { lines, ...(rows.length > PAGE && last && { next: last.seq }) }
}

/** The ledger with the words a person reads; every sku. Newest first. */
export function ledgerRows({ read }: Pick<Storage, 'read'>) {
  return read
    .selectFrom('movement')
    .leftJoin('person', 'person.id', 'movement.person')
    .leftJoin('device', 'device.id', 'movement.device')
    .leftJoin('claim', 'claim.id', 'movement.claim_id')
    .leftJoin('registration', 'registration.id', 'claim.registration_id')
    .selectAll('movement')
    .select(['person.name', 'device.label', 'registration.tag'])
    .orderBy('movement.seq', 'desc')
}
export type LedgerRow = Awaited<
  ReturnType<ReturnType<typeof ledgerRows>['executeTakeFirstOrThrow']>
>

/** A row as people read it. */
export function toLine(row: LedgerRow): LedgerLine {
  return {
    seq: toNumber(row.seq),
    kind: row.kind as MovementKind,
    sku: row.sku,
    from: row.from_state as UnitState,
    to: row.to_state as UnitState,
    qty: row.qty,
    at: row.at,
    ...byOf(row),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.tag !== null && { tag: row.tag }),
  }
}

/** PostgreSQL gives its big integers as text. */
function toNumber(seq: number | string): number {
  return Number(seq)
}

/** A person or phone that is no longer known goes by its id. */
function byOf({ person, device, name, label }: LedgerRow): Pick<LedgerLine, 'by'> {
  if (person === null || device === null) return {}
  return { by: { person: name ?? person, phone: label ?? device } }
}

/** What moved since `since`, summed up by sku and way. */
export async function flowsSince(storage: Storage, since: string): Promise<readonly Flow[]> {
  // Back from the newest line to the first older one: no index over times is needed, and few lines are read.
  const older = await storage.read
    .selectFrom('movement')
    .select('seq')
    .where('at', '<', since)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await storage.read
    .selectFrom('movement')
    .select(['sku', 'kind', 'from_state', 'to_state'])
    .select(({ fn }) => fn.sum<number | string>('qty').as('qty'))
    .where('seq', '>', older?.seq ?? 0)
    .groupBy(['sku', 'kind', 'from_state', 'to_state'])
    .execute()
  return rows.map((row) => ({
    sku: row.sku,
    kind: row.kind as MovementKind,
    from: row.from_state as UnitState,
    to: row.to_state as UnitState,
    qty: Number(row.qty),
  }))
}

/** When each sku was told to be low last, by the journal. */
export async function toldLow(storage: Storage): Promise<ReadonlyMap<Sku, string>> {
  const rows = await storage.read
    .selectFrom('journal')
    .select(['at', 'data'])
    .where('kind', '=', 'stock-low')
    .orderBy('seq')
    .execute()
  return new Map(rows.map(({ at, data }) => [(JSON.parse(data) as { sku: Sku }).sku, at]))
}
