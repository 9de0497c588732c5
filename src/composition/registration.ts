import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import type { DiskWatch } from '../platform/disk/disk-watch.ts'
import { hashOf } from '../platform/server-secrets.ts'
import { whileThereIsRoom } from './disk.ts'
import { createPresence } from '../registration/presence.ts'
import { createPresenceSetting } from '../registration/presence-setting.sql.ts'
import { createNewDoor, createOpenWithShortCode, createRegister } from '../registration/register.ts'
import { createRegistrationStore } from '../registration/registration-store.sql.ts'

type Registering = Omit<Outside, 'disk'> & { disk: DiskWatch }

export function composeRegistration(event: Event, outside: Registering) {
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
    register: whileThereIsRoom(outside.disk, createRegister(registering)),
    newDoor: createNewDoor(registering),
    open: createOpenWithShortCode(registering),
  }
}
