import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import { hashOf } from '../platform/server-secrets.ts'
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
    register: createRegister(registering),
    newDoor: createNewDoor(registering),
    open: createOpenWithShortCode(registering),
  }
}
