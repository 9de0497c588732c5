import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import { createErasure } from '../privacy/erasure.sql.ts'
import { createDeleteMe, createPrivacyTick, createPurge } from '../privacy/erasure.ts'
import type { Clock } from '../stock/moment.ts'

export function composePrivacy(event: Event, outside: Outside & { clock: Clock }) {
  const { storage, now, log, clock, removeBackups = () => 0 } = outside
  const erasure = createErasure(storage)
  const ports = { erasure, event, now, removeBackups }
  const tick = createPrivacyTick({ ...ports, purge: createPurge(ports) })
  return {
    deleteMe: createDeleteMe({ erasure, clock }),
    /** A tick a minute calls it. */
    keepPrivate: async () => {
      const report = await tick()
      if (report) log.info('names were purged', { count: report.attendees })
    },
  }
}
