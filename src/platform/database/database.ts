import type { Kysely, Transaction } from 'kysely'

export type DatabaseKind = 'sqlite' | 'postgres'

/** The one door to storage. A store's method is one `write`: one transaction, its journal line included. */
export type Database<Tables> = {
  readonly kind: DatabaseKind
  /** For queries that change nothing. */
  readonly read: Kysely<Tables>
  /**
   * Runs `work` in one transaction and answers only after the commit is on disk; when `work` throws, nothing happened.
   * Begin with the statement that writes: it takes the lock.
   */
  write<Result>(work: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result>
  /** Calls `listener` after every commit of this process; returns how to stop. */
  onCommit(listener: () => void): () => void
  /** Calls `listener` once, when the file can be trusted no more (`StorageLost`): the process is to end. SQLite only. */
  onLost(listener: (error: Error) => void): void
  close(): Promise<void>
}
