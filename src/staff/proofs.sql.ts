import type { Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { openSession } from './logins.sql.ts'
import { secondsToWait } from './pin.ts'
import type { ProofTry, StaffStore } from './staff-store.ts'

/** Counts the try before anybody knows whether it is right, so a hundred at once are a hundred tries. */
export function tryProof(
  storage: Storage,
  { device, proof, at }: Parameters<StaffStore['tryProof']>[0],
): Promise<ProofTry | undefined> {
  return storage.write(async (tx) => {
    const counted = await tx
      .updateTable('device')
      .set((row) => ({ wrong_tries: row('wrong_tries', '+', 1) }))
      .where('id', '=', device)
      .where((row) => row.or([row('wait_until', 'is', null), row('wait_until', '<=', at)]))
      .returning(['wrong_tries', 'pin_hash', 'person_id'])
      .executeTakeFirst()
    if (!counted) return waiting(tx, device)
    await keepWait(tx, { device, at, tries: counted.wrong_tries })
    const stored = proof === 'pin' ? counted.pin_hash : await passphraseOf(tx, counted.person_id)
    return stored === null ? undefined : { kind: 'try', stored }
  })
}

async function waiting(tx: Transaction<Tables>, device: string): Promise<ProofTry | undefined> {
  const row = await tx
    .selectFrom('device')
    .select('wait_until')
    .where('id', '=', device)
    .executeTakeFirst()
  return row?.wait_until ? { kind: 'wait', until: row.wait_until } : undefined
}

async function keepWait(
  tx: Transaction<Tables>,
  { device, at, tries }: { device: string; at: string; tries: number },
): Promise<void> {
  const seconds = secondsToWait(tries)
  if (seconds === 0) return
  const until = new Date(Date.parse(at) + seconds * 1000).toISOString()
  await tx.updateTable('device').set({ wait_until: until }).where('id', '=', device).execute()
}

async function passphraseOf(
  tx: Transaction<Tables>,
  person: string | null,
): Promise<string | null> {
  const row = await tx
    .selectFrom('person')
    .select('passphrase_hash')
    .where('id', '=', person)
    .executeTakeFirst()
  return row?.passphrase_hash ?? null
}

/** The cookie changes with every login, so one that was copied before is worth nothing. */
export function unlock(
  storage: Storage,
  { device, sessionHash, newSessionHash, at, endsAt }: Parameters<StaffStore['unlock']>[0],
): Promise<void> {
  return storage.write(async (tx) => {
    await forgetTries(tx, device)
    await tx.deleteFrom('session').where('hash', '=', sessionHash).execute()
    await openSession(tx, { hash: newSessionHash, device, at, endsAt })
    await appendToJournal(tx, { kind: 'unlocked', at, by: { device }, data: {} })
  })
}

/** The passphrase was right; `isRaised` says for how long. */
export function raise(
  storage: Storage,
  { device, sessionHash, at }: Parameters<StaffStore['raise']>[0],
): Promise<void> {
  return storage.write(async (tx) => {
    await forgetTries(tx, device)
    await tx.updateTable('session').set({ raised_at: at }).where('hash', '=', sessionHash).execute()
  })
}

/** Longer ago than any login may last. */
const LONG_AGO = '2000-01-01T00:00:00.000Z'

/** From the next request on the phone asks for its PIN. */
export function lock(storage: Storage, sessionHash: string): Promise<void> {
  return storage.write(async (tx) => {
    await tx
      .updateTable('session')
      .set({ unlocked_at: LONG_AGO, raised_at: null })
      .where('hash', '=', sessionHash)
      .execute()
  })
}

async function forgetTries(tx: Transaction<Tables>, device: string): Promise<void> {
  await tx
    .updateTable('device')
    .set({ wrong_tries: 0, wait_until: null })
    .where('id', '=', device)
    .execute()
}
