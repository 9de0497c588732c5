import { openings } from '../event/opening-hours.ts'
import type { Event } from '../event/event.ts'
import type { Clock, Moment } from '../stock/moment.ts'

/** What somebody who deleted themselves holds already: their shirt stays theirs. */
export type Left = 'handed' | 'nothing'

/** How many of what a purge makes nameless, or has. */
export type PurgeCounts = {
  attendees: number
  checks: number
  links: number
  fingerprints: number
  staff: number
}

export type Erasure = {
  /** All in one step: names gone, the reservation with the next one waiting, links dead. */
  eraseOne(registrationId: string, moment: Moment): Promise<Left>
  /** A check that was under way when its owner left may still have written; its rows go as well. */
  eraseLateRows(): Promise<void>
  countNames(): Promise<PurgeCounts>
  /** Is anybody's name still here, or was there no purge yet? */
  isPurgeMissing(): Promise<boolean>
  /** Every name gone; the ledger and every count stay. */
  eraseEverybody(at: string, counts: PurgeCounts): Promise<void>
  /** Writes the files anew, so that nothing erased is left in them. `busy`: somebody else reads them; try again. */
  rewriteFiles(): Promise<'rewritten' | 'busy'>
}

const DAY_MS = 86_400_000

/** So many days after the last closing that everybody's name goes. */
export function purgeDueAt(event: Pick<Event, 'days' | 'timeZone' | 'privacy'>): Date {
  const lastClosing = Math.max(...openings(event).map(({ to }) => to))
  return new Date(lastClosing + event.privacy.retentionDays * DAY_MS)
}

export type PurgeReport = PurgeCounts & { backups: number; files: 'rewritten' | 'busy' }

export type PurgePorts = {
  erasure: Erasure
  event: Pick<Event, 'days' | 'timeZone' | 'privacy'>
  now: () => Date
  /** Removes every copy of the database kept beside it: each holds the names. @returns how many files */
  removeBackups: () => number
}

/** Makes everybody nameless, now. */
export function createPurge({ erasure, now, removeBackups }: PurgePorts) {
  return async (): Promise<PurgeReport> => {
    const counts = await erasure.countNames()
    await erasure.eraseEverybody(now().toISOString(), counts)
    const backups = removeBackups()
    return { ...counts, backups, files: await erasure.rewriteFiles() }
  }
}
export type Purge = ReturnType<typeof createPurge>

/** What a tick a minute does: the purge when it is due, else only what came late. */
export function createPrivacyTick({ purge, ...ports }: PurgePorts & { purge: Purge }) {
  const { erasure, event, now } = ports
  return async (): Promise<PurgeReport | undefined> => {
    await erasure.eraseLateRows()
    if (now() < purgeDueAt(event) || !(await erasure.isPurgeMissing())) return undefined
    return purge()
  }
}

/** An attendee takes everything back that we know of them. */
export function createDeleteMe({ erasure, clock }: { erasure: Erasure; clock: Clock }) {
  return (registrationId: string): Promise<Left> => erasure.eraseOne(registrationId, clock())
}
export type DeleteMe = ReturnType<typeof createDeleteMe>
