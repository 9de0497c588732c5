import type { EnrolmentKind, Login, Role } from './staff.ts'

export type Enrolment = EnrolmentKind & { endsAt: string }

/** Why a link enrols nobody. */
export type ClosedEnrolment = 'used' | 'expired' | 'unknown'

export type EnrolledDevice = {
  device: string
  kind: 'staff' | 'kiosk'
  label: string
  name?: string
  role?: Role
  enrolledAt: string
  lastSeenAt: string
  revokedAt?: string
}

export type NewDevice = {
  enrolmentHash: string
  sessionHash: string
  device: string
  person: string
  name: string
  label: string
  at: string
  sessionEndsAt: string
}

/** What we ask of storage. Links and cookies reach it only as hashes. */
export type StaffStore = {
  addEnrolment(
    enrolment: Enrolment & { hash: string; createdBy?: string; at: string },
  ): Promise<void>
  /** The enrolment while it can be used at `at`, else why not. */
  findEnrolment(hash: string, at: string): Promise<Enrolment | ClosedEnrolment>
  /** Spends the enrolment and adds the device with its first login, all or nothing. */
  enrol(device: NewDevice): Promise<Login | 'link-used'>
  findLogin(sessionHash: string, at: string): Promise<Login | undefined>
  devices(): Promise<readonly EnrolledDevice[]>
  /** Takes the device's rights away at once: its logins are deleted. */
  revoke(revocation: {
    device: string
    by: { person: string; device: string }
    at: string
  }): Promise<boolean>
  /** Has any staff device ever been enrolled? */
  hasStaff(): Promise<boolean>
}
