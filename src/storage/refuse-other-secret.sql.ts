import type { ServerSecrets } from '../platform/server-secrets.ts'
import type { Storage } from './open-storage.ts'

const KEY = 'server-secret'

/**
 * Every instance on one PostgreSQL needs the same `server.secret`: with another one a cluster would pass twice, and
 * pages of one instance would not know the keys and form tokens of the other. On SQLite it lies beside the database.
 * @throws Error saying what to do
 */
export async function refuseOtherSecret({ storage, secrets }: Instance): Promise<void> {
  if (storage.kind === 'sqlite') return
  const value = secrets.fingerprint('server.secret', 'instance')
  await storage.write((tx) =>
    tx
      .insertInto('setting')
      .values({ key: KEY, value })
      .onConflict((first) => first.doNothing())
      .execute(),
  )
  const first = await storage.read
    .selectFrom('setting')
    .select('value')
    .where('key', '=', KEY)
    .executeTakeFirstOrThrow()
  if (first.value !== value)
    throw new Error(
      `This database is served with another server.secret. Copy that file from the data folder of the first instance into this one's. Is it lost? Then delete the row ${KEY} of the table setting: everybody pastes their key again, and a cluster may pass once more.`,
    )
}

type Instance = { storage: Storage; secrets: ServerSecrets }
