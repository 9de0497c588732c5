import type { Storage } from '../storage/open-storage.ts'
import { devices, revoke } from './devices.sql.ts'
import { addEnrolment, enrol, findEnrolment } from './enrolments.sql.ts'
import { findLogin } from './logins.sql.ts'
import { lock, raise, tryProof, unlock } from './proofs.sql.ts'
import type { StaffStore } from './staff-store.ts'

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
