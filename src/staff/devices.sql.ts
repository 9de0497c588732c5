import { sql } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Role } from './staff.ts'
import type { EnrolledDevice, StaffStore } from './staff-store.ts'

/** Revoked ones too, in the order of their enrolment. */
export async function devices(storage: Storage): Promise<readonly EnrolledDevice[]> {
  const rows = await storage.read
    .selectFrom('device')
    .leftJoin('person', 'person.id', 'device.person_id')
    .select([
      'device.id',
      'device.kind',
      'device.label',
      'device.created_at',
      'device.revoked_at',
      'person.name',
      'person.role',
      sql<string | null>`(select max(seen_at) from session where session.device_id = device.id)`.as(
        'seen_at',
      ),
    ])
    .orderBy('device.created_at')
    .execute()
  return rows.map((row) => ({
    device: row.id,
    kind: row.kind as 'staff' | 'kiosk',
    label: row.label,
    enrolledAt: row.created_at,
    lastSeenAt: row.seen_at ?? row.created_at,
    ...(row.name !== null && { name: row.name }),
    ...(row.role !== null && { role: row.role as Role }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  }))
}

/** @returns false when it has no rights any more */
export function revoke(
  storage: Storage,
  { device, by, at }: Parameters<StaffStore['revoke']>[0],
): Promise<boolean> {
  return storage.write(async (tx) => {
    const revoked = await tx
      .updateTable('device')
      .set({ revoked_at: at })
      .where('id', '=', device)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (Number(revoked.numUpdatedRows) === 0) return false
    await tx.deleteFrom('session').where('device_id', '=', device).execute()
    await appendToJournal(tx, { kind: 'revoked', at, by, data: { device } })
    return true
  })
}
