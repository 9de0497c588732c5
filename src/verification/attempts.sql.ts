import type { Selectable, Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { CauseParams, Hint } from './diagnosis/verdict.ts'
import type { Attempt, AttemptToRecord, Remembered } from './verification-store.ts'

/** In the transaction of whatever the attempt led to. */
export async function writeAttempt(
  tx: Transaction<Tables>,
  attempt: AttemptToRecord,
): Promise<void> {
  const { registrationId, at, outcome, code } = attempt
  const params = JSON.stringify(attempt.params)
  const hints = JSON.stringify(attempt.hints)
  const last = await tx
    .selectFrom('attempt')
    .select(['id', 'outcome', 'code', 'params'])
    .where('registration_id', '=', registrationId)
    .orderBy('last_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const same = last?.outcome === outcome && last.code === code
  const remember = JSON.stringify(attempt.remember ?? null)
  if (same)
    await tx
      .updateTable('attempt')
      .set((row) => ({ last_at: at, times: row('times', '+', 1), params, hints, remember }))
      .where('id', '=', last.id)
      .execute()
  else
    await tx
      .insertInto('attempt')
      .values({
        id: attempt.id,
        registration_id: registrationId,
        first_at: at,
        last_at: at,
        times: 1,
        outcome,
        code,
        params,
        hints,
        remember,
      })
      .execute()
  // Other open pages of this attendee follow the journal, so they hear when a number they show has moved.
  if (!same || last.params !== params)
    await appendToJournal(tx, { kind: 'cause-named', at, registrationId, data: { outcome, code } })
}

export async function attemptsOf(
  storage: Storage,
  registrationId: string,
  most: number,
): Promise<readonly Attempt[]> {
  const rows = await newest(storage, registrationId, most).selectAll().execute()
  return rows.map(toAttempt)
}

export async function rememberedOf(
  storage: Storage,
  registrationId: string,
): Promise<Remembered | undefined> {
  const row = await newest(storage, registrationId, 1).select('remember').executeTakeFirst()
  return row ? ((JSON.parse(row.remember) as Remembered | null) ?? undefined) : undefined
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
