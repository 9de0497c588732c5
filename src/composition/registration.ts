import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import { hashOf } from '../platform/server-secrets.ts'
import { createPresence } from '../registration/presence.ts'
import { createPresenceSetting } from '../registration/presence-setting.sql.ts'
import { createNewDoor, createOpenWithShortCode, createRegister } from '../registration/register.ts'
import { createRegistrationStore } from '../registration/registration-store.sql.ts'

export function composeRegistration(event: Event, outside: Outside) {
  const registrations = createRegistrationStore(outside.storage)
  const registering = {
    ...outside,
    registrations,
    hashOf,
    eventId: event.id,
    hashOfShortCode: (code: string) => outside.secrets.fingerprint(code, 'short code'),
  }
  return {
    registrations,
    presence: createPresence({
      setting: createPresenceSetting(outside.storage),
      atFirst: event.presenceCode,
      fingerprint: (text) => outside.secrets.fingerprint(text, 'presence code'),
      now: outside.now,
    }),
    register: createRegister(registering),
    newDoor: createNewDoor(registering),
    open: createOpenWithShortCode(registering),
  }
}
