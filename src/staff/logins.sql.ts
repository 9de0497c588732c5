import type { Storage } from '../storage/open-storage.ts'
import type { Login, Role } from './staff.ts'

/** "Last seen" is kept to the minute: a phone that scans all day does not write at every tap. */
const SEEN_EVERY_MS = 60_000

/** Whose login it is, while it lasts and the device has its rights. */
export async function findLogin(
  storage: Storage,
  hash: string,
  at: string,
): Promise<Login | undefined> {
  const row = await storage.read
    .selectFrom('session')
    .innerJoin('device', 'device.id', 'session.device_id')
    .leftJoin('person', 'person.id', 'device.person_id')
    .select([
      'device.id as device',
      'device.label',
      'person.id as person',
      'person.name',
      'person.role',
      'session.seen_at',
    ])
    .where('session.hash', '=', hash)
    .where('session.expires_at', '>', at)
    .where('device.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  if (Date.parse(at) - Date.parse(row.seen_at) > SEEN_EVERY_MS) await keepSeen(storage, hash, at)
  const { device, label, person, name, role } = row
  if (person === null || name === null) return { kind: 'kiosk', device, label }
  return { kind: 'staff', person, name, role: role as Role, device, label }
}

function keepSeen(storage: Storage, hash: string, at: string): Promise<void> {
  return storage.write(async (tx) => {
    await tx.updateTable('session').set({ seen_at: at }).where('hash', '=', hash).execute()
  })
}
