/** scan: hands over; lead: also corrects stock and enrols phones; admin: also enrols leads. */
export const ROLES = ['scan', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** A person of the staff on the phone they enrolled. */
export type StaffMember = {
  person: string
  name: string
  role: Role
  device: string
  label: string
}

/** A touch screen at the booth. It registers people and can do nothing else. */
export type Kiosk = { device: string; label: string }

export type StaffLogin = StaffMember & {
  /** The phone asks for its PIN before anything else. */
  isLocked: boolean
  /** The administrator's passphrase was typed a moment ago. */
  isRaised: boolean
}

export type Login = ({ kind: 'staff' } & StaffLogin) | ({ kind: 'kiosk' } & Kiosk)

/** What an enrolment link makes of the device that opens it. */
export type EnrolmentKind = { kind: 'staff'; role: Role } | { kind: 'kiosk' }

/** Leads and administrators. */
export function mayLead(member: { role: Role }): boolean {
  return member.role !== 'scan'
}

/** Leads enrol scan phones and kiosks; only an admin makes leads and admins. */
export function mayEnrol(member: { role: Role }, wanted: EnrolmentKind): boolean {
  if (member.role === 'admin') return true
  return member.role === 'lead' && (wanted.kind === 'kiosk' || wanted.role === 'scan')
}

/** Making and unmaking leads and administrators asks for the administrator's passphrase. */
export function needsPassphrase(wanted: EnrolmentKind): boolean {
  return wanted.kind === 'staff' && wanted.role !== 'scan'
}

export const ENROLMENT_MINUTES = 10
const HOUR = 3_600
/** How long a device stays enrolled; a phone asks for its PIN long before. */
export const LOGIN_SECONDS = { staff: 14 * 24 * HOUR, kiosk: 14 * 24 * HOUR } as const
