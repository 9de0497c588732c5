import type { Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { devices, revoke } from './devices.sql.ts'
import { findLogin } from './logins.sql.ts'
import { lock, raise, tryProof, unlock } from './proofs.sql.ts'
import type { Login, Role } from './staff.ts'
import type { ClosedEnrolment, Enrolment, NewDevice, StaffStore } from './staff-store.ts'

export function createStaffStore(storage: Storage): StaffStore {
  return {
    addEnrolment: (enrolment) => addEnrolment(storage, enrolment),
    findEnrolment: (hash, at) => findEnrolment(storage, hash, at),
    enrol: (device) => enrol(storage, device),
    findLogin: (sessionHash, at) => findLogin(storage, sessionHash, at),
    tryProof: (request) => tryProof(storage, request),
    unlock: (unlocking) => unlock(storage, unlocking),
    raise: (raising) => raise(storage, raising),
    lock: (sessionHash) => lock(storage, sessionHash),
    devices: () => devices(storage),
    revoke: (revocation) => revoke(storage, revocation),
    hasStaff: async () => {
      const first = await storage.read
        .selectFrom('device')
        .select('id')
        .where('kind', '=', 'staff')
        .limit(1)
        .executeTakeFirst()
      return first !== undefined
    },
  }
}

function addEnrolment(
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

async function findEnrolment(
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

function toKind(role: string | null) {
  return role === null ? { kind: 'kiosk' as const } : { kind: 'staff' as const, role: role as Role }
}

function enrol(storage: Storage, device: NewDevice): Promise<Login | 'link-used'> {
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
    const kind = toKind(spent.role)
    if (kind.kind === 'staff') await addPerson(tx, device, kind.role)
    await addDevice(tx, device, kind.kind)
    await appendToJournal(tx, {
      kind: 'enrolled',
      at: device.at,
      by: { ...(kind.kind === 'staff' && { person: device.person }), device: device.device },
      data: { device: kind.kind, ...(kind.kind === 'staff' && { role: kind.role }) },
    })
    const { person, name, label } = device
    return kind.kind === 'staff'
      ? {
          kind: 'staff',
          person,
          name,
          role: kind.role,
          device: device.device,
          label,
          ...JUST_OPENED,
        }
      : { kind: 'kiosk', device: device.device, label }
  })
}

const JUST_OPENED = { isLocked: false, isRaised: false }

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
  await tx
    .insertInto('session')
    .values({
      hash: device.sessionHash,
      device_id: device.device,
      created_at: device.at,
      seen_at: device.at,
      expires_at: device.sessionEndsAt,
      unlocked_at: device.at,
      raised_at: null,
    })
    .execute()
}
