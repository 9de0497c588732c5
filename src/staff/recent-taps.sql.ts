import type { Storage } from '../storage/open-storage.ts'
import type { RecentTaps } from './desk-limits.ts'

/** Every scan and tap is kept anyway, so counting them here survives a restart and is shared by every instance. */
export function createRecentTaps(storage: Storage): RecentTaps {
  return async (device, after) => {
    const rows = await storage.read
      .selectFrom('scan')
      .select(['scan_id', 'action', 'verdict', 'at'])
      .where('device', '=', device)
      .where('at', '>', after)
      .orderBy('at')
      .execute()
    return rows.map(({ scan_id, ...rest }) => ({ scanId: scan_id, ...rest }))
  }
}
