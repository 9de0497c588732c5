import { parseCsv, type CsvRow } from '../shared/csv.ts'
import type { Sku } from './sku.ts'
import {
  readHeader,
  type Column,
  type Columns,
  type FileFault,
  type FileProblem,
  type StockFileKind,
} from './stock-file-header.ts'

/** What a file may call a line of stock. `colours`: the colour's id and its names. */
export type KnownLine = { sku: Sku; colours: readonly string[]; size: string }

export type StockFile = {
  kind: StockFileKind
  /** By sku, in the order of the file. */
  numbers: ReadonlyMap<Sku, number>
  problems: readonly FileProblem[]
  /** Headings of columns that say nothing to us. */
  unread: readonly string[]
}

const NOTHING = { kind: 'quantity', numbers: new Map<Sku, number>(), unread: [] } as const

/** Reads a delivery or a count from CSV and names everything that is wrong with it at once. */
export function readStockFile(text: string, known: readonly KnownLine[]): StockFile {
  const { rows, unclosed } = parseCsv(text)
  const problems: FileProblem[] = []
  if (text.includes('\uFFFD')) problems.push({ line: 1, fault: 'not-utf8' })
  if (unclosed !== undefined) problems.push({ line: unclosed, fault: 'quote' })
  const [header, ...lines] = rows
  if (!header) return { ...NOTHING, problems: [...problems, { line: 1, fault: 'no-lines' }] }
  const columns = readHeader(header, problems)
  if (!columns) return { ...NOTHING, problems }
  if (lines.length === 0) problems.push({ line: header.line, fault: 'no-lines' })
  const numbers = new Map<Sku, number>()
  for (const row of lines) readLine({ row, columns, problems }, known, numbers)
  return { kind: columns.kind, numbers, problems, unread: columns.unread }
}

type Line = { row: CsvRow; columns: Columns; problems: FileProblem[] }

function readLine(line: Line, known: readonly KnownLine[], numbers: Map<Sku, number>): void {
  refuseMoreCells(line)
  const sku = readSku(line, known, numbers)
  const number = readNumber(line)
  if (sku !== undefined) numbers.set(sku, number ?? 0)
}

function refuseMoreCells({ row: { line, cells }, columns, problems }: Line): void {
  const more = cells.slice(columns.headings.length)
  if (more.some((cell) => cell.trim() !== '')) problems.push({ line, fault: 'too-many-cells' })
}

/** `black-M`, or a colour by its id or any of its names, and a size. Capitals do not matter. */
function readSku(
  line: Line,
  known: readonly KnownLine[],
  earlier: ReadonlyMap<Sku, number>,
): Sku | undefined {
  const [sku, colour, size] = (['sku', 'colour', 'size'] as const).map((column) =>
    tidy(cellOf(line, column)),
  )
  const bySku = line.columns.places.sku !== undefined
  const named = bySku ? sku : colour
  const found = known.find((each) =>
    bySku
      ? tidy(each.sku) === sku
      : tidy(each.size) === size && each.colours.some((name) => tidy(name) === colour),
  )?.sku
  const column = bySku ? 'sku' : 'colour'
  if (found === undefined) report(line, column, named === '' ? 'missing' : 'unknown-shirt')
  else if (earlier.has(found)) report(line, column, 'twice')
  return found
}

/** A whole number as spreadsheets write it: `20`, `1,200`, `20.0`; what could mean two things is refused (`1.200`). */
function readNumber(line: Line): number | undefined {
  const { kind } = line.columns
  const text = tidy(cellOf(line, kind))
    .replace(/[,'\s](?=\d{3}(?!\d))/g, '')
    .replace(/\.0{1,2}$/, '')
  if (/^\d{1,6}$/.test(text)) return Number(text)
  report(line, kind, text === '' ? 'missing' : 'number')
  return undefined
}

function report(line: Line, column: Column, fault: FileFault): void {
  const heading = line.columns.headings[line.columns.places[column] ?? -1]
  const found = cellOf(line, column)
  line.problems.push({
    line: line.row.line,
    fault,
    ...(heading && { column: heading }),
    ...(found && { found }),
  })
}

function cellOf({ row, columns }: Line, column: Column): string {
  return (row.cells[columns.places[column] ?? -1] ?? '').trim()
}

function tidy(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
