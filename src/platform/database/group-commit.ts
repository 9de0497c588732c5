import { CompiledQuery, type Transaction } from 'kysely'
import { runCompiled } from './compiled-once.ts'
import type { Transact, Work } from './database.ts'

type Answer = () => void

/** One write that waits for its group. Its answer is heard after the commit, never before. */
type Member<Tables> = {
  run: (tx: Transaction<Tables>) => Promise<Answer>
  fail: (error: unknown) => void
}

export type GroupCommit<Tables> = {
  write: Transact<Tables>
  /** Resolves when nothing waits any more. */
  settled: () => Promise<void>
}

const SAVEPOINT = CompiledQuery.raw('savepoint member')
const ROLLBACK = CompiledQuery.raw('rollback to member')
const RELEASE = CompiledQuery.raw('release member')

/**
 * Writes of one event-loop turn share one transaction, and so one wait for the disk: a database with one writer is as
 * quick as its commits. `transact` runs its work in one transaction and resolves after the commit.
 */
export function createGroupCommit<Tables>(transact: Transact<Tables>): GroupCommit<Tables> {
  let waiting: Member<Tables>[] = []
  let committing: Promise<void> | undefined
  const commitWhileAsked = async () => {
    while (waiting.length > 0) {
      // Everything this turn of the event loop still brings comes along; when idle that is no delay.
      await endOfTurn()
      const group = waiting
      waiting = []
      await commit(transact, group)
    }
    committing = undefined
  }
  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ run: (tx) => inSavepoint(tx, work, { resolve, reject }), fail: reject })
        committing ??= commitWhileAsked()
      }),
    settled: async () => committing,
  }
}

async function commit<Tables>(transact: Transact<Tables>, group: readonly Member<Tables>[]) {
  try {
    const answers = await transact((tx) => withinTurn(runAll(tx, group)))
    for (const answer of answers) answer()
  } catch (error) {
    // Nothing of the group is known to be on disk, a refusal that followed from another member's row included.
    for (const { fail } of group) fail(error)
  }
}

async function runAll<Tables>(tx: Transaction<Tables>, group: readonly Member<Tables>[]) {
  const answers: Answer[] = []
  for (const { run } of group) answers.push(await run(tx))
  return answers
}

type Settle<Result> = { resolve: (result: Result) => void; reject: (error: unknown) => void }

/** What a member throws takes back its own rows only. */
async function inSavepoint<Tables, Result>(
  tx: Transaction<Tables>,
  work: Work<Tables, Result>,
  { resolve, reject }: Settle<Result>,
): Promise<Answer> {
  await runCompiled(tx, SAVEPOINT)
  try {
    const result = await work(tx)
    await runCompiled(tx, RELEASE)
    return () => {
      resolve(result)
    }
  } catch (error) {
    await takeBack(tx, error)
    return () => {
      reject(error)
    }
  }
}

/** @throws the error itself when SQLite has given up the whole transaction, as it does when the disk fails */
async function takeBack<Tables>(tx: Transaction<Tables>, error: unknown): Promise<void> {
  try {
    await runCompiled(tx, ROLLBACK)
    await runCompiled(tx, RELEASE)
  } catch {
    throw error
  }
}

/** Statements of SQLite end in the turn they begin in; whoever awaits anything else would hold up every other writer. */
async function withinTurn<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const turn = setImmediate(() => {
    late.reject(new Error('a write may await nothing but its own statements'))
  })
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearImmediate(turn)
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
