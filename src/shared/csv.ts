/** A row of a CSV text. `line`: where it begins, counted from 1 as editors and spreadsheets do. */
export type CsvRow = { line: number; cells: readonly string[] }
/** `unclosed`: the line of a quote that never ends; what follows it was not read. */
export type Csv = { rows: readonly CsvRow[]; unclosed?: number }

const DELIMITERS = [',', ';', '\t'] as const
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Reads CSV as spreadsheets write it (RFC 4180): a byte order mark, commas, semicolons or tabs, quotes, any line end.
 * Empty lines are left out.
 */
export function parseCsv(text: string): Csv {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const reading = new Reading(plain, delimiterOf(plain))
  return reading.read()
}

/** The one that stands most often in the first line that says something. */
function delimiterOf(text: string): string {
  const first = text.split(/\r\n?|\n/).find((line) => line.trim() !== '') ?? ''
  const count = (delimiter: string) => first.split(delimiter).length
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ','
}

class Reading {
  private readonly text: string
  private readonly delimiter: string
  private place = 0
  private line = 1
  private unclosed: number | undefined

  constructor(text: string, delimiter: string) {
    this.text = text
    this.delimiter = delimiter
  }

  read(): Csv {
    const rows: CsvRow[] = []
    while (this.place < this.text.length) {
      const line = this.line
      const cells = this.row()
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells })
    }
    return { rows, ...(this.unclosed !== undefined && { unclosed: this.unclosed }) }
  }

  private row(): string[] {
    const cells = [this.cell()]
    while (this.text[this.place] === this.delimiter) {
      this.place += 1
      cells.push(this.cell())
    }
    this.lineEnd()
    return cells
  }

  private cell(): string {
    return this.text[this.place] === '"' ? this.quoted() + this.plain() : this.plain()
  }

  private plain(): string {
    const begin = this.place
    while (this.place < this.text.length && !this.endsCell()) this.place += 1
    return this.text.slice(begin, this.place)
  }

  private endsCell(): boolean {
    const symbol = this.text[this.place]
    return symbol === this.delimiter || symbol === '\n' || symbol === '\r'
  }

  /** A doubled quote inside stands for one. */
  private quoted(): string {
    const begun = this.line
    let cell = ''
    for (this.place += 1; this.place < this.text.length; this.place += 1) {
      const symbol = this.text.charAt(this.place)
      if (symbol === '"' && this.text[this.place + 1] === '"') this.place += 1
      else if (symbol === '"') {
        this.place += 1
        return cell
      }
      if (symbol === '\n') this.line += 1
      cell += symbol
    }
    this.unclosed ??= begun
    return cell
  }

  private lineEnd(): void {
    if (this.text[this.place] === '\r') this.place += 1
    if (this.text[this.place] === '\n') this.place += 1
    this.line += 1
  }
}

/** What a spreadsheet would take for a formula (OWASP, CSV injection), blanks before it or not. */
const FORMULA = /^\s*[=+\-@]|^[\t\r]/

/**
 * CSV that spreadsheets open as it is meant: UTF-8 with a byte order mark, CRLF, cells that look like formulas as text.
 * Numbers stay numbers.
 */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}

function toCell(value: string | number): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
