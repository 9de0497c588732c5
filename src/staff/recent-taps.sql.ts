import type { Storage } from '../storage/open-storage.ts'
import type { RecentTaps } from './desk-limits.ts'

/** Every scan and tap is kept anyway, so counting them here survives a restart and is shared by every instance. */
export function createRecentTaps(storage: Storage): RecentTaps {
  return (device, after) =>
    storage.read
      .selectFrom('scan')
      .select(['action', 'verdict', 'at'])
      .where('device', '=', device)
      .where('at', '>', after)
      .orderBy('at')
      .execute()
}
