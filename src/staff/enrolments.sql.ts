import type { Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { openSession } from './logins.sql.ts'
import type { EnrolmentKind, Login, Role } from './staff.ts'
import type { ClosedEnrolment, Enrolment, NewDevice, StaffStore } from './staff-store.ts'

/** Keeps a one-time link, by its hash. */
export function addEnrolment(
  storage: Storage,
  enrolment: Parameters<StaffStore['addEnrolment']>[0],
): Promise<void> {
  return storage.write(async (tx) => {
    await tx
      .insertInto('enrolment')
      .values({
        hash: enrolment.hash,
        kind: enrolment.kind,
        role: enrolment.kind === 'staff' ? enrolment.role : null,
        created_by: enrolment.createdBy ?? null,
        created_at: enrolment.at,
        expires_at: enrolment.endsAt,
        used_at: null,
      })
      .execute()
  })
}

/** What the link with this hash would make of a device at `at`; spends nothing. */
export async function findEnrolment(
  storage: Storage,
  hash: string,
  at: string,
): Promise<Enrolment | ClosedEnrolment> {
  const row = await storage.read
    .selectFrom('enrolment')
    .select(['role', 'expires_at', 'used_at'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (!row) return 'unknown'
  if (row.used_at !== null) return 'used'
  return row.expires_at > at ? { ...toKind(row.role), endsAt: row.expires_at } : 'expired'
}

function toKind(role: string | null): EnrolmentKind {
  return role === null ? { kind: 'kiosk' } : { kind: 'staff', role: role as Role }
}

/** Spends the link and adds person, device and login, all or nothing. */
export function enrol(storage: Storage, device: NewDevice): Promise<Login | 'link-used'> {
  return storage.write(async (tx) => {
    const spent = await tx
      .updateTable('enrolment')
      .set({ used_at: device.at })
      .where('hash', '=', device.enrolmentHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', device.at)
      .returning(['role', 'created_by'])
      .executeTakeFirst()
    if (!spent) return 'link-used'
    const wanted = toKind(spent.role)
    if (wanted.kind === 'staff') await addPerson(tx, device, wanted.role)
    await addDevice(tx, device, wanted.kind)
    await openSession(tx, {
      hash: device.sessionHash,
      device: device.device,
      at: device.at,
      endsAt: device.sessionEndsAt,
    })
    await tellOf(tx, device, wanted)
    return loginOf(device, wanted)
  })
}

async function tellOf(tx: Transaction<Tables>, device: NewDevice, wanted: EnrolmentKind) {
  const isStaff = wanted.kind === 'staff'
  await appendToJournal(tx, {
    kind: 'enrolled',
    at: device.at,
    by: { ...(isStaff && { person: device.person }), device: device.device },
    data: { device: wanted.kind, ...(isStaff && { role: wanted.role }) },
  })
}

function loginOf({ person, name, label, device }: NewDevice, wanted: EnrolmentKind): Login {
  if (wanted.kind === 'kiosk') return { kind: 'kiosk', device, label }
  const { role } = wanted
  return { kind: 'staff', person, name, role, device, label, isLocked: false, isRaised: false }
}

async function addPerson(tx: Transaction<Tables>, device: NewDevice, role: Role): Promise<void> {
  await tx
    .insertInto('person')
    .values({
      id: device.person,
      name: device.name,
      role,
      created_at: device.at,
      revoked_at: null,
      passphrase_hash: device.passphraseHash ?? null,
    })
    .execute()
}

async function addDevice(
  tx: Transaction<Tables>,
  device: NewDevice,
  kind: 'staff' | 'kiosk',
): Promise<void> {
  await tx
    .insertInto('device')
    .values({
      id: device.device,
      kind,
      person_id: kind === 'staff' ? device.person : null,
      label: device.label,
      created_at: device.at,
      revoked_at: null,
      pin_hash: device.pinHash ?? null,
      wrong_tries: 0,
      wait_until: null,
    })
    .execute()
}
