import type { CsvRow } from '../shared/csv.ts'

/** What a line says: so many arrived, or so many were counted. */
export type StockFileKind = 'quantity' | 'counted'
export type Column = 'sku' | 'colour' | 'size' | StockFileKind

export type FileFault =
  | 'no-lines'
  | 'no-header'
  | 'no-shirt-column'
  | 'no-number-column'
  | 'both-number-columns'
  | 'column-twice'
  | 'not-utf8'
  | 'quote'
  | 'too-many-cells'
  | 'missing'
  | 'unknown-shirt'
  | 'number'
  | 'twice'

/** One thing that is wrong. `column` is its heading as it stands in the file; `found` what stands there. */
export type FileProblem = { line: number; column?: string; fault: FileFault; found?: string }

/** Where each column stands, counted from 0. */
export type Columns = {
  headings: readonly string[]
  places: Places
  kind: StockFileKind
  unread: readonly string[]
}
type Places = Partial<Record<Column, number>>

const HEADINGS = new Map<string, Column>([
  ['sku', 'sku'],
  ...(['colour', 'color', '색상', 'カラー', '色'] as const).map(
    (name) => [name, 'colour'] as const,
  ),
  ...(['size', '사이즈', 'サイズ'] as const).map((name) => [name, 'size'] as const),
  ...(['quantity', 'qty', '수량', '数量'] as const).map((name) => [name, 'quantity'] as const),
  ...(['counted', '센 수', '数えた数', '数えた枚数'] as const).map(
    (name) => [name, 'counted'] as const,
  ),
])

/** Finds the columns by their headings; undefined, and told in `problems`, where the lines cannot be read with them. */
export function readHeader({ line, cells }: CsvRow, problems: FileProblem[]): Columns | undefined {
  const headings = cells.map((cell) => cell.trim())
  const places: Places = {}
  const unread: string[] = []
  const faults: FileProblem[] = []
  for (const [place, heading] of headings.entries()) {
    const column = HEADINGS.get(heading.toLowerCase())
    if (!column) unread.push(...(heading ? [heading] : []))
    else if (column in places) faults.push({ line, column: heading, fault: 'column-twice' })
    else places[column] = place
  }
  const fault = faultOf(Object.keys(places))
  if (fault) faults.push({ line, fault })
  problems.push(...faults)
  const kind = places.counted === undefined ? 'quantity' : 'counted'
  return faults.length > 0 ? undefined : { headings, places, kind, unread }
}

function faultOf(columns: readonly string[]): FileFault | undefined {
  const has = (...wanted: Column[]) => wanted.every((column) => columns.includes(column))
  if (columns.length === 0) return 'no-header'
  if (!has('sku') && !has('colour', 'size')) return 'no-shirt-column'
  if (has('quantity', 'counted')) return 'both-number-columns'
  return has('quantity') || has('counted') ? undefined : 'no-number-column'
}
