import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { PresenceSetting } from './presence.ts'

const KEY = 'presence-code'

export function createPresenceSetting(storage: Storage): PresenceSetting {
  return {
    read: async () => {
      const row = await storage.read
        .selectFrom('setting')
        .select('value')
        .where('key', '=', KEY)
        .executeTakeFirst()
      return row && (row.value === 'on' ? 'on' : 'off')
    },
    write: (to, by, at) =>
      storage.write(async (tx) => {
        await tx
          .insertInto('setting')
          .values({ key: KEY, value: to })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: to }))
          .execute()
        await appendToJournal(tx, { kind: 'presence-code-switched', at, by, data: { to } })
      }),
  }
}
