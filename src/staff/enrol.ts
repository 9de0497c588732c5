import { Secret } from '../shared/secret.ts'
import { ENROLMENT_MINUTES, LOGIN_SECONDS, type EnrolmentKind, type Login } from './staff.ts'
import type { ClosedEnrolment, Enrolment, StaffStore } from './staff-store.ts'

export type EnrolmentPorts = {
  staff: StaffStore
  now: () => Date
  newId: () => string
  /** A new random text of at least 128 bits. */
  newToken: () => string
  hashOf: (token: string) => string
  passwords: { hash: (secret: Secret) => Promise<string> }
}

/** Who holds the device: a phone has a PIN, an administrator's a passphrase too, a kiosk neither. */
export type Enrolling = { name: string; label: string; pin?: Secret; passphrase?: Secret }

/** Makes a one-time link for a phone or a kiosk. @returns its secret part and when it ends */
export function createEnrolmentLink({ staff, now, newToken, hashOf }: EnrolmentPorts) {
  return async (
    wanted: EnrolmentKind,
    createdBy?: string,
  ): Promise<{ token: Secret; endsAt: string }> => {
    const token = newToken()
    const endsAt = later(now(), ENROLMENT_MINUTES * 60)
    await staff.addEnrolment({
      ...wanted,
      hash: hashOf(token),
      endsAt,
      at: now().toISOString(),
      ...(createdBy !== undefined && { createdBy }),
    })
    return { token: new Secret(token), endsAt }
  }
}
export type NewEnrolmentLink = ReturnType<typeof createEnrolmentLink>

/** What the link would make of this device, or why nothing any more. */
export function createFindEnrolment({ staff, now, hashOf }: EnrolmentPorts) {
  return (token: string): Promise<Enrolment | ClosedEnrolment> =>
    staff.findEnrolment(hashOf(token), now().toISOString())
}
export type FindEnrolment = ReturnType<typeof createFindEnrolment>

export type EnrolOutcome =
  | { kind: 'enrolled'; login: Login; cookie: Secret; seconds: number }
  | { kind: 'closed'; reason: ClosedEnrolment }

/** Turns the device that opened the link into a staff phone or a kiosk, once. */
export function createEnrol({ staff, now, newId, newToken, hashOf, passwords }: EnrolmentPorts) {
  return async (token: string, { pin, passphrase, ...who }: Enrolling): Promise<EnrolOutcome> => {
    const enrolment = await staff.findEnrolment(hashOf(token), now().toISOString())
    if (typeof enrolment === 'string') return { kind: 'closed', reason: enrolment }
    const cookie = newToken() + newToken()
    const seconds = LOGIN_SECONDS[enrolment.kind]
    const login = await staff.enrol({
      enrolmentHash: hashOf(token),
      sessionHash: hashOf(cookie),
      device: newId(),
      person: newId(),
      ...who,
      ...(pin && { pinHash: await passwords.hash(pin) }),
      ...(passphrase && { passphraseHash: await passwords.hash(passphrase) }),
      at: now().toISOString(),
      sessionEndsAt: later(now(), seconds),
    })
    if (login === 'link-used') return { kind: 'closed', reason: 'used' }
    return { kind: 'enrolled', login, cookie: new Secret(cookie), seconds }
  }
}
export type Enrol = ReturnType<typeof createEnrol>

function later(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString()
}
