import type { Kysely } from 'kysely'
import type { Transact } from './database.ts'
import { OutcomeUnknown } from './outcome-unknown.ts'

/** Transactions of `kysely`, and who hears of each commit. */
export function createTransactions<Tables>(kysely: Kysely<Tables>) {
  const listeners = new Set<() => void>()
  const transact: Transact<Tables> = async (work) => {
    let isCommitting = false
    const result = await kysely
      .transaction()
      .execute(async (tx) => {
        const worked = await work(tx)
        isCommitting = true
        return worked
      })
      .catch((error: unknown) => {
        throw isCommitting ? new OutcomeUnknown(error) : error
      })
    for (const listener of listeners) listener()
    return result
  }
  const onCommit = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return { transact, onCommit }
}
