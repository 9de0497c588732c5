import type { Kysely } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { RecentTaps } from './desk-limits.ts'

/** Every scan and tap is kept anyway, so counting them here survives a restart and is shared by every instance. */
export function createRecentTaps({ read }: Storage): RecentTaps {
  return async (device, after) => (await selectTaps(read, { device, after })).rows
}

const selectTaps = compiledOnce((db: Kysely<Tables>, asked: { device: string; after: string }) =>
  db
    .selectFrom('scan')
    .select(['action', 'verdict', 'at'])
    .where('device', '=', asked.device)
    .where('at', '>', asked.after)
    .orderBy('at'),
)
