import type { Kysely, Transaction } from 'kysely'

export type DatabaseKind = 'sqlite' | 'postgres'

/** The one door to storage. A store's method is one `write`: one transaction, its journal line included. */
export type Database<Tables> = {
  readonly kind: DatabaseKind
  /** For queries that change nothing. Sees what is committed, and nothing else. */
  readonly read: Kysely<Tables>
  /**
   * Runs `work` all or nothing and answers only after the commit is on disk; when `work` throws, nothing happened.
   * Begin with the statement that writes: it takes the lock. Await nothing but statements of `tx`: others wait for you.
   * @throws OutcomeUnknown when the commit itself failed
   */
  write<Result>(work: Work<Tables, Result>): Promise<Result>
  /** Runs what may last or what no transaction can hold (`vacuum`): on SQLite on the connection that writes, between two writes. */
  maintain<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>
  /** Calls `listener` after every commit of this process; returns how to stop. */
  onCommit(listener: () => void): () => void
  /** Calls `listener` once, when the file can be trusted no more (`StorageLost`): the process is to end. SQLite only. */
  onLost(listener: (error: Error) => void): void
  /** Lets what is being written end first. */
  close(): Promise<void>
}

export type Work<Tables, Result> = (tx: Transaction<Tables>) => Promise<Result>

/** Runs its work in one transaction and resolves after the commit. */
export type Transact<Tables> = <Result>(work: Work<Tables, Result>) => Promise<Result>
