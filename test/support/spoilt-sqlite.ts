import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** What is wrong with SQLite in this process: it syncs too seldom without saying so, or the disk has few pages left. */
export type Spoilt = { synchronous?: 'NORMAL'; maxPages?: number }

/** Changes node:sqlite under the booth, which notices nothing: for negative controls and full disks. */
export function spoilSqlite({ synchronous, maxPages }: Spoilt): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with their own `this` below
  const { exec, prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (this: DatabaseSync, text: string) {
    exec.call(this, synchronous === undefined ? text : text.replaceAll('FULL', synchronous))
    if (maxPages !== undefined && text.includes('synchronous'))
      exec.call(this, `PRAGMA max_page_count = ${maxPages}`)
  }
  if (synchronous !== undefined)
    DatabaseSync.prototype.prepare = function (this: DatabaseSync, text: string): StatementSync {
      return prepare.call(this, text === 'PRAGMA synchronous' ? 'select 2 as synchronous' : text)
    }
}
