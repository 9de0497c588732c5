import type { Kysely, Transaction } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import type { Tables } from '../storage/tables.ts'
import type { JournalEntry } from './journal.ts'

/** Writes one line in the transaction of the change itself. Every store calls this; nothing else notifies anybody. */
export async function appendToJournal(tx: Transaction<Tables>, entry: JournalEntry): Promise<void> {
  const { kind, at, by = {}, registrationId, claimId, data = {} } = entry
  await insertLine(tx, {
    kind,
    at,
    registration_id: registrationId ?? null,
    claim_id: claimId ?? null,
    person: by.person ?? null,
    device: by.device ?? null,
    data: JSON.stringify(data),
  })
}

type Line = Omit<Tables['journal'], 'seq' | 'xid'>

const insertLine = compiledOnce((db: Kysely<Tables>, line: Line) =>
  db.insertInto('journal').values(line),
)
