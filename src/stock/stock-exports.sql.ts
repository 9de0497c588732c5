import type { Storage } from '../storage/open-storage.ts'
import { ledgerRows, toLine } from './ledger.sql.ts'
import type { Clock } from './moment.ts'
import { overview } from './overview.sql.ts'
import type { StockLine } from './stock.ts'
import type { StockExports, Table } from './stock-exports.ts'

const COUNTS = [
  'available',
  'reserved',
  'heldBack',
  'damaged',
  'handed',
  'onHand',
  'waiting',
] as const

export function createStockExports(storage: Storage, clock: Clock): StockExports {
  return {
    stock: async () => stockTable(await overview(storage.read, clock().at)),
    ledger: () => ledgerTable(storage),
    claims: () => claimsTable(storage),
  }
}

/** The overview as a table; with a column `counted` or `quantity` added it can be read in again. */
export function stockTable(lines: readonly StockLine[]): Table {
  return [
    [
      'sku',
      'colour',
      'size',
      'available',
      'reserved',
      'held back',
      'damaged',
      'handed',
      'on hand',
      'waiting',
    ],
    ...lines.map((line) => [
      line.sku,
      line.colour,
      line.size,
      ...COUNTS.map((count) => line[count]),
    ]),
  ]
}

/** Oldest first, as a ledger is kept. */
async function ledgerTable(storage: Storage): Promise<Table> {
  const rows = await ledgerRows(storage).clearOrderBy().orderBy('movement.seq').execute()
  return [
    ['number', 'at', 'kind', 'sku', 'from', 'to', 'quantity', 'person', 'phone', 'reason', 'tag'],
    ...rows
      .map(toLine)
      .map(({ seq, at, kind, sku, from, to, qty, by, reason = '', tag = '' }) => [
        ...[seq, at, kind, sku, from, to, qty],
        ...[by?.person ?? '', by?.phone ?? '', reason, tag],
      ]),
  ]
}

/** Without the codes: whoever holds one collects the shirt. The owner goes by the tag. */
async function claimsTable({ read }: Storage): Promise<Table> {
  const rows = await read
    .selectFrom('claim')
    .leftJoin('registration', 'registration.id', 'claim.registration_id')
    .leftJoin('person', 'person.id', 'claim.handed_by')
    .leftJoin('device', 'device.id', 'claim.handed_device')
    .select(['claim.id', 'claim.sku', 'claim.state', 'claim.mission', 'registration.tag'])
    .select(['claim.created_at', 'claim.reserved_at', 'claim.expires_at', 'claim.waiting_since'])
    .select(['claim.handed_at', 'person.name', 'device.label', 'claim.reason'])
    .orderBy('claim.created_at')
    .orderBy('claim.id')
    .execute()
  const headings = ['claim', 'sku', 'state', 'mission', 'tag', 'created', 'reserved', 'hold until']
  return [
    [...headings, 'waiting since', 'handed over', 'by', 'phone', 'reason'],
    ...rows.map((row) =>
      [
        ...[row.id, row.sku, row.state, row.mission, row.tag],
        ...[row.created_at, row.reserved_at, row.expires_at, row.waiting_since],
        ...[row.handed_at, row.name, row.label, row.reason],
      ].map((cell) => cell ?? ''),
    ),
  ]
}
