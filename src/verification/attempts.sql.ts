import type { Selectable, Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { CauseParams, Hint } from './diagnosis/verdict.ts'
import type { Attempt, AttemptToRecord, Remembered } from './verification-store.ts'

/** Stands for "nothing to remember". */
const NOTHING = ''

/** Adds the attempt or lengthens the last one, with its journal line. */
export async function writeAttempt(
  tx: Transaction<Tables>,
  attempt: AttemptToRecord,
): Promise<void> {
  const { registrationId, at, outcome, code } = attempt
  const told = toldBy(attempt)
  const last = await tx
    .selectFrom('attempt')
    .select(['id', 'outcome', 'code', 'params'])
    .where('registration_id', '=', registrationId)
    .orderBy('last_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const same = last?.outcome === outcome && last.code === code
  if (same)
    await tx
      .updateTable('attempt')
      .set((row) => ({ ...told, last_at: at, times: row('times', '+', 1) }))
      .where('id', '=', last.id)
      .execute()
  else await insertAttempt(tx, attempt)
  // Other open pages of this attendee follow the journal, so they hear when a number they show has moved.
  if (!same || last.params !== told.params)
    await appendToJournal(tx, { kind: 'cause-named', at, registrationId, data: { outcome, code } })
}

async function insertAttempt(tx: Transaction<Tables>, attempt: AttemptToRecord): Promise<void> {
  await tx
    .insertInto('attempt')
    .values({
      id: attempt.id,
      registration_id: attempt.registrationId,
      first_at: attempt.at,
      last_at: attempt.at,
      times: 1,
      outcome: attempt.outcome,
      code: attempt.code,
      ...toldBy(attempt),
    })
    .execute()
}

function toldBy({ params, hints, remember }: AttemptToRecord) {
  return {
    params: JSON.stringify(params),
    hints: JSON.stringify(hints),
    remember: remember ? JSON.stringify(remember) : NOTHING,
  }
}

/** Newest first. */
export async function attemptsOf(
  storage: Storage,
  registrationId: string,
  most: number,
): Promise<readonly Attempt[]> {
  const rows = await newest(storage, registrationId, most).selectAll().execute()
  return rows.map(toAttempt)
}

/** What the last check that was made left for the next one; undefined before the first. */
export async function rememberedOf(
  storage: Storage,
  registrationId: string,
): Promise<Remembered | undefined> {
  // What was told between two checks, about a pasted line for example, forgets nothing.
  const row = await newest(storage, registrationId, 1)
    .select('remember')
    .where('remember', '!=', NOTHING)
    .executeTakeFirst()
  return row && (JSON.parse(row.remember) as Remembered)
}

function newest(storage: Storage, registrationId: string, most: number) {
  return storage.read
    .selectFrom('attempt')
    .where('registration_id', '=', registrationId)
    .orderBy('last_at', 'desc')
    .limit(most)
}

function toAttempt(row: Selectable<Tables['attempt']>): Attempt {
  return {
    firstAt: row.first_at,
    lastAt: row.last_at,
    times: row.times,
    outcome: row.outcome as Attempt['outcome'],
    code: row.code,
    params: JSON.parse(row.params) as CauseParams,
    hints: JSON.parse(row.hints) as Hint[],
  }
}
