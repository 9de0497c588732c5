import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { databaseFileIn } from '../data-folder.ts'
import { toCsv } from '../shared/csv.ts'
import { overview } from '../stock/overview.sql.ts'
import type { Table } from '../stock/stock-exports.ts'
import { stockTable } from '../stock/stock-exports.sql.ts'
import { readStorage } from '../storage/open-storage.ts'
import { storagePlace } from './storage-place.ts'

/** `stock [--csv]`: what there is of every colour and size; a running booth does not notice. */
export async function stock(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { values } = parseArgs({ args, options: { csv: { type: 'boolean', default: false } } })
  const config = readConfig(environment)
  const place = storagePlace(config, { databaseFile: databaseFileIn(config.dataDir) })
  const table = await readStorage(place, async ({ read }) =>
    stockTable(await overview(read, new Date().toISOString())),
  )
  process.stdout.write(values.csv ? toCsv(table) : inColumns(table))
  return 0
}

/** Words to the left, numbers to the right. */
function inColumns(table: Table): string {
  const widths = (table[0] ?? []).map((_, place) =>
    Math.max(...table.map((row) => String(row[place]).length)),
  )
  const cell = (value: string | number, place: number) =>
    typeof value === 'number'
      ? String(value).padStart(widths[place] ?? 0)
      : value.padEnd(widths[place] ?? 0)
  return table.map((row) => `${row.map(cell).join('  ').trimEnd()}\n`).join('')
}
