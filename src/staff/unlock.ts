import { Secret } from '../shared/secret.ts'
import { LOGIN_SECONDS, type StaffLogin } from './staff.ts'
import type { Proof, StaffStore } from './staff-store.ts'

/** Is `given` what was hashed? */
type Matches = (given: Secret, stored: string) => Promise<boolean>

export type UnlockPorts = {
  staff: StaffStore
  now: () => Date
  /** A new random text of at least 128 bits. */
  newToken: () => string
  hashOf: (token: string) => string
  passwords: { matches: Matches }
}

/** A login, the hash of its cookie, and what was typed. */
export type Proving = { login: StaffLogin; hash: string; given: Secret }

export type ProofRefusal =
  | { kind: 'wrong' }
  /** Too many wrong ones: this phone waits, nobody else does. */
  | { kind: 'wait'; seconds: number }

export type UnlockOutcome = { kind: 'unlocked'; cookie: Secret; seconds: number } | ProofRefusal
export type RaiseOutcome = { kind: 'raised' } | ProofRefusal

/** The PIN opens a locked phone; it works on the phone it was made for and nowhere else. */
export function createUnlock(ports: UnlockPorts) {
  return async (proving: Proving): Promise<UnlockOutcome> => {
    const refusal = await refusalOf('pin', proving, ports)
    if (refusal) return refusal
    const cookie = ports.newToken() + ports.newToken()
    const at = ports.now()
    const seconds = LOGIN_SECONDS.staff
    await ports.staff.unlock({
      device: proving.login.device,
      sessionHash: proving.hash,
      newSessionHash: ports.hashOf(cookie),
      at: at.toISOString(),
      endsAt: new Date(at.getTime() + seconds * 1000).toISOString(),
    })
    return { kind: 'unlocked', cookie: new Secret(cookie), seconds }
  }
}
export type Unlock = ReturnType<typeof createUnlock>

/** The passphrase opens what only administrators may do, for a quarter of an hour. */
export function createRaise(ports: UnlockPorts) {
  return async (proving: Proving): Promise<RaiseOutcome> => {
    const refusal = await refusalOf('passphrase', proving, ports)
    if (refusal) return refusal
    const at = ports.now().toISOString()
    await ports.staff.raise({ device: proving.login.device, sessionHash: proving.hash, at })
    return { kind: 'raised' }
  }
}
export type Raise = ReturnType<typeof createRaise>

async function refusalOf(
  proof: Proof,
  { login, given }: Proving,
  { staff, now, passwords }: UnlockPorts,
): Promise<ProofRefusal | undefined> {
  const at = now()
  const tried = await staff.tryProof({ device: login.device, proof, at: at.toISOString() })
  if (tried?.kind === 'wait')
    return { kind: 'wait', seconds: Math.ceil((Date.parse(tried.until) - at.getTime()) / 1000) }
  const isRight = tried !== undefined && (await passwords.matches(given, tried.stored))
  return isRight ? undefined : { kind: 'wrong' }
}
