import type { Outside } from '../outside.ts'
import { hashOf } from '../platform/server-secrets.ts'
import { createEnrol, createEnrolmentLink, createFindEnrolment } from '../staff/enrol.ts'
import { createRaise, createUnlock } from '../staff/unlock.ts'
import { createStaffStore } from '../staff/staff-store.sql.ts'

export function composeStaff({ storage, ...ports }: Outside) {
  const staff = createStaffStore(storage)
  const enrolling = { ...ports, staff, hashOf }
  return {
    staff,
    newEnrolmentLink: createEnrolmentLink(enrolling),
    findEnrolment: createFindEnrolment(enrolling),
    enrol: createEnrol(enrolling),
    unlock: createUnlock(enrolling),
    raise: createRaise(enrolling),
    formToken: (cookie: string) => hashOf(`form token ${cookie}`),
  }
}
