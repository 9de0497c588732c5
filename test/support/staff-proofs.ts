import type { EnrolmentKind } from '../../src/staff/staff.ts'

/** What everybody types who enrols a phone in a test. */
export const PIN = '730519'
export const PASSPHRASE = 'a booth full of shirts'

export function proofsOf(kind: EnrolmentKind): Record<string, string> {
  if (kind.kind === 'kiosk') return {}
  return { pin: PIN, ...(kind.role === 'admin' && { passphrase: PASSPHRASE }) }
}
