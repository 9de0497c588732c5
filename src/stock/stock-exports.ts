/** A table for a spreadsheet: the first row holds the headings. Times are ISO-8601, UTC. */
export type Table = readonly (readonly (string | number)[])[]

export type StockExports = {
  stock: () => Promise<Table>
  ledger: () => Promise<Table>
  claims: () => Promise<Table>
}
