import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { databaseFileIn, openDataFolder } from '../data-folder.ts'
import type { Event } from '../event/event.ts'
import { readEventFile } from '../event/event-file.ts'
import { countNames, createErasure } from '../privacy/erasure.sql.ts'
import { createPurge, purgeDueAt, type PurgeCounts } from '../privacy/erasure.ts'
import {
  openStorage,
  readStorage,
  type ReadableStorage,
  type Storage,
} from '../storage/open-storage.ts'
import { realOutside } from './real-outside.ts'
import { storagePlace } from './storage-place.ts'

/** `purge [--dry-run] [--early]`: makes everybody nameless once the event file's days are over. */
export async function purge(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'dry-run': { type: 'boolean' }, early: { type: 'boolean' } },
  })
  const config = readConfig(environment)
  const event = readEventFile(config.eventFile)
  if (values['dry-run']) {
    const place = storagePlace(config, { databaseFile: databaseFileIn(config.dataDir) })
    await readStorage(place, (storage) => showPurge({ storage, event, write: console.log }))
    return 0
  }
  const folder = openDataFolder(config.dataDir)
  const { now } = realOutside(config)
  const storage = await openStorage(storagePlace(config, folder))
  try {
    return await runPurge({
      ...{ storage, event, now, write: console.log },
      removeBackups: () => folder.removeBackups(),
      how: values.early ? 'early' : 'when-due',
    })
  } finally {
    await storage.close()
  }
}

export type PurgeRun = {
  storage: Storage
  event: Event
  now: () => Date
  removeBackups: () => number
  write: (line: string) => void
  how: 'early' | 'when-due'
}

type Shown = Pick<PurgeRun, 'event' | 'write'> & { storage: ReadableStorage }

/** What a purge would make nameless; nothing is written, not even a folder. */
export async function showPurge({ storage, event, write }: Shown): Promise<void> {
  writeDue(event, write)
  report('would go', await countNames(storage), write)
}

/** @returns the exit code: 0 done, or nothing had to be; 1 not due yet, or a file could not be written anew */
export async function runPurge(run: PurgeRun): Promise<number> {
  const { event, now, write, how } = run
  const erasure = createErasure(run.storage)
  writeDue(event, write)
  if (how === 'when-due' && now() < purgeDueAt(event)) {
    write(
      'Not due yet, so nothing was changed. --dry-run shows what would go; --early does it now.',
    )
    return 1
  }
  const { backups, files, ...counts } = await createPurge({ ...run, erasure })()
  report('gone', counts, write)
  write(`${backups} files of the folder backups removed`)
  write(
    files === 'rewritten'
      ? 'The database was written anew: nothing of it is left in its files. The ledger and every count are unchanged.'
      : 'The database could not be written anew, because another process reads it. Stop the booth and run this again.',
  )
  return files === 'rewritten' ? 0 : 1
}

function writeDue(event: Event, write: (line: string) => void): void {
  const due = purgeDueAt(event).toISOString()
  write(
    `Names of ${event.id} are due to go ${event.privacy.retentionDays} days after the last day: ${due}`,
  )
}

const WORDS: Readonly<Record<keyof PurgeCounts, string>> = {
  attendees: 'nicknames and tags of attendees',
  checks: 'checks with host names and spellings',
  links: 'links and short codes',
  fingerprints: 'fingerprints of clusters, hosts and agents',
  staff: 'names of staff',
}

function report(become: string, counts: PurgeCounts, write: (line: string) => void): void {
  for (const [what, words] of Object.entries(WORDS))
    write(`${String(counts[what as keyof PurgeCounts]).padStart(6)} ${words} ${become}`)
}
