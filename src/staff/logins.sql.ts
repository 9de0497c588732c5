import type { Kysely, Transaction } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { isLocked, isRaised } from './pin.ts'
import type { Login, Role } from './staff.ts'

/** "Last seen" is kept to the minute: a phone that scans all day does not write at every tap. */
const SEEN_EVERY_MS = 60_000

const LOGIN_COLUMNS = [
  'device.id as device',
  'device.label',
  'person.id as person',
  'person.name',
  'person.role',
  'device.pin_hash',
  'session.seen_at',
  'session.created_at',
  'session.unlocked_at',
  'session.raised_at',
] as const

/** Whose login it is, while it lasts and the device has its rights. */
export async function findLogin(
  storage: Storage,
  hash: string,
  at: string,
): Promise<Login | undefined> {
  const { rows } = await selectLogin(storage.read, { hash, at })
  const [row] = rows
  if (!row) return undefined
  const login = toLogin(row, at)
  const isDue = Date.parse(at) - Date.parse(row.seen_at) > SEEN_EVERY_MS
  // A locked phone is not in use, however often it asks.
  if (isDue && !(login.kind === 'staff' && login.isLocked)) await keepSeen(storage, hash, at)
  return login
}

const selectLogin = compiledOnce((db: Kysely<Tables>, { hash, at }: { hash: string; at: string }) =>
  db
    .selectFrom('session')
    .innerJoin('device', 'device.id', 'session.device_id')
    .leftJoin('person', 'person.id', 'device.person_id')
    .select(LOGIN_COLUMNS)
    .where('session.hash', '=', hash)
    .where('session.expires_at', '>', at)
    .where('device.revoked_at', 'is', null),
)

type LoginRow = {
  device: string
  label: string
  person: string | null
  name: string | null
  role: string | null
  pin_hash: string | null
  seen_at: string
  created_at: string
  unlocked_at: string | null
  raised_at: string | null
}

function toLogin(row: LoginRow, at: string): Login {
  const { device, label, person, name, role } = row
  if (person === null || name === null) return { kind: 'kiosk', device, label }
  const times = { seenAt: row.seen_at, unlockedAt: row.unlocked_at ?? row.created_at }
  return {
    ...{ kind: 'staff', person, name, role: role as Role, device, label },
    isLocked: row.pin_hash !== null && isLocked(times, at),
    isRaised: isRaised(row.raised_at ?? undefined, at),
  }
}

function keepSeen(storage: Storage, hash: string, at: string): Promise<void> {
  return storage.write(async (tx) => {
    await tx.updateTable('session').set({ seen_at: at }).where('hash', '=', hash).execute()
  })
}

/** A new login of `device`, just unlocked. @param endsAt ISO-8601, UTC, like `at` */
export async function openSession(
  tx: Transaction<Tables>,
  { hash, device, at, endsAt }: { hash: string; device: string; at: string; endsAt: string },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      hash,
      device_id: device,
      created_at: at,
      seen_at: at,
      expires_at: endsAt,
      unlocked_at: at,
      raised_at: null,
    })
    .execute()
}
