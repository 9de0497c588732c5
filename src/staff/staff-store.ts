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
  /** Hashes of a phone's PIN and of an administrator's passphrase. */
  pinHash?: string
  passphraseHash?: string
}

/** What a device may be asked for. */
export type Proof = 'pin' | 'passphrase'

/** A try is counted before it is judged, so that many at once count as many. */
export type ProofTry = { kind: 'try'; stored: string } | { kind: 'wait'; until: string }

export type Unlocking = {
  device: string
  sessionHash: string
  newSessionHash: string
  at: string
  endsAt: string
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
  /** Counts one try of the device; undefined: it has no such proof. */
  tryProof(request: { device: string; proof: Proof; at: string }): Promise<ProofTry | undefined>
  /** The PIN was right: a new login takes the old one's place. */
  unlock(unlocking: Unlocking): Promise<void>
  /** The passphrase was right. */
  raise(raising: { device: string; sessionHash: string; at: string }): Promise<void>
  lock(sessionHash: string): Promise<void>
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
