import type { Language } from '../event/event.ts'
import type { Actor } from '../journal/journal.ts'
import { Secret } from '../shared/secret.ts'
import type { Door, Registration } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'
import { createShortCode, SHORT_CODE_MINUTES } from './short-code.ts'
import { createTag } from './tag.ts'

export type RegistrationPorts = {
  registrations: RegistrationStore
  now: () => Date
  /** A whole number from 0 to max-1, unbiased. */
  pick: (max: number) => number
  newId: () => string
  /** A new random text of at least 128 bits that may stand in an address. */
  newToken: () => string
  hashOf: (token: string) => string
  /** Short codes have few symbols, so only this booth can compute their fingerprint. */
  hashOfShortCode: (code: string) => string
  eventId: string
}

export type SignUp = { nickname: string; language: Language; noticeVersion: string; by?: Actor }

/** Signs somebody up: a unique tag, and a door that carries the mission to their own device. */
export function createRegister(ports: RegistrationPorts) {
  return async (signUp: SignUp): Promise<{ registration: Registration; door: Door }> => {
    const link = ports.newToken()
    const registration = await addWithFreeTag(signUp, link, ports)
    return { registration, door: await openDoor(registration.id, new Secret(link), ports) }
  }
}
export type Register = ReturnType<typeof createRegister>

async function addWithFreeTag(
  { nickname, language, noticeVersion, by = {} }: SignUp,
  link: string,
  ports: RegistrationPorts,
): Promise<Registration> {
  const { registrations, now, pick, newId, hashOf, eventId } = ports
  for (;;) {
    const registration = {
      id: newId(),
      tag: createTag(eventId, pick),
      nickname,
      language,
      registeredAt: now().toISOString(),
    }
    const added = await registrations.add({
      ...registration,
      noticeVersion,
      linkHash: hashOf(link),
      by,
    })
    if (added === 'added') return registration
  }
}

/** A new door for an attendee who has the mission open already: another link, another short code. */
export function createNewDoor(ports: RegistrationPorts) {
  return async (registrationId: string): Promise<Door> => {
    const link = ports.newToken()
    const at = ports.now().toISOString()
    await ports.registrations.addLink({ hash: ports.hashOf(link), registrationId, at })
    return openDoor(registrationId, new Secret(link), ports)
  }
}
export type NewDoor = ReturnType<typeof createNewDoor>

async function openDoor(
  registrationId: string,
  link: Secret,
  { registrations, now, pick, hashOfShortCode }: RegistrationPorts,
): Promise<Door> {
  const shortCode = createShortCode(pick)
  const endsAt = new Date(now().getTime() + SHORT_CODE_MINUTES * 60_000).toISOString()
  await registrations.addShortCode({ hash: hashOfShortCode(shortCode), registrationId, endsAt })
  return { link, shortCode, shortCodeEndsAt: endsAt }
}

/** Opens the mission on the device where the short code was typed. @returns its new link */
export function createOpenWithShortCode(ports: RegistrationPorts) {
  return async (code: string): Promise<Secret | 'unknown-code'> => {
    const link = ports.newToken()
    const opened = await ports.registrations.openWithShortCode({
      codeHash: ports.hashOfShortCode(code),
      linkHash: ports.hashOf(link),
      at: ports.now().toISOString(),
    })
    return opened === 'opened' ? new Secret(link) : opened
  }
}
export type OpenWithShortCode = ReturnType<typeof createOpenWithShortCode>
