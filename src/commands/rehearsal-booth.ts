import { createPasswordHash, QUICK } from '../platform/password-hash.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../compose.ts'
import type { Outside } from '../outside.ts'
import { readConfig, type Config } from '../config.ts'
import { openDataFolder } from '../data-folder.ts'
import type { Event } from '../event/event.ts'
import { createLaptops, type Laptops } from '../rehearsal/laptops.ts'
import { startPracticeCluster } from '../rehearsal/practice-cluster.ts'
import { createPracticeDesk } from '../rehearsal/practice-desk.ts'
import { createSeededPick, forkPick } from '../rehearsal/seeded-pick.ts'
import { openBrowser, type Browser } from '../rehearsal/visit.http.ts'
import { openStorage, type Storage } from '../storage/open-storage.ts'
import { realOutside } from './real-outside.ts'
import { serve } from './serve.ts'

export type RehearsalWish = {
  config: Config
  event: Event
  seed: number
  /** Replaces parts of the outside world, such as the clock. */
  outside?: Partial<Pick<Outside, 'now' | 'pick' | 'everyTurn'>>
}

/** A booth in which nothing counts, served on its port; everything it keeps is in a temporary folder. */
export type RehearsalBooth = {
  booth: Awaited<ReturnType<typeof compose>>
  storage: Storage
  laptops: Laptops
  openBrowser: (agent: string) => Browser
  /** Ends what is in flight, every practice cluster and the temporary folder. */
  close: () => Promise<void>
}

/** What the environment says, on the embedded database. @throws Error in production; ConfigError */
export function rehearsalConfig(
  environment: Readonly<NodeJS.ProcessEnv>,
  { port, publicUrl = '' }: { port: number; publicUrl?: string | undefined },
): Config {
  if (environment['NODE_ENV'] === 'production')
    throw new Error(
      'A rehearsal is refused with NODE_ENV=production: it dials practice clusters on this machine. Unset NODE_ENV to rehearse, or run `npm start` for the real booth.',
    )
  const config = readConfig({
    ...environment,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: '',
    HOST: environment['HOST'] ?? '127.0.0.1',
    LOG_LEVEL: environment['LOG_LEVEL'] ?? 'warn',
  })
  return { ...config, rehearsal: true }
}

/** Opens and serves a booth to rehearse with. @throws Error when the port is taken */
export async function openRehearsalBooth(wish: RehearsalWish): Promise<RehearsalBooth> {
  const folder = mkdtempSync(join(tmpdir(), 'booth-rehearsal-'))
  const removeFolder = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const { databaseFile, secrets } = openDataFolder(folder)
    const storage = await openStorage({ kind: 'sqlite', file: databaseFile })
    const opened = await serveRehearsal(wish, { storage, secrets })
    return {
      ...opened,
      storage,
      close: async () => {
        await opened.close()
        removeFolder()
      },
    }
  } catch (error) {
    removeFolder()
    throw error
  }
}

type Kept = Pick<Outside, 'storage' | 'secrets'>

async function serveRehearsal(wish: RehearsalWish, kept: Kept) {
  const { config, event } = wish
  const passwords = createPasswordHash(QUICK)
  const outside = { ...realOutside(config), passwords, ...wish.outside, ...kept }
  const { laptops, practice } = preparePractice(wish, outside)
  const booth = await compose(config, event, { ...outside, practice })
  const serving = await serve(booth)
  const stopTurns = outside.everyTurn(practice.turn)
  const address = { port: serving.port, publicOrigin: config.publicOrigin }
  return {
    booth,
    laptops,
    openBrowser: (agent: string) => openBrowser(address, agent),
    close: async () => {
      stopTurns()
      await serving.stop()
      await laptops.closeAll()
    },
  }
}

function preparePractice(
  { config, event, seed }: RehearsalWish,
  { now, storage }: Pick<Outside, 'now' | 'storage'>,
) {
  const laptops = createLaptops({
    startCluster: startPracticeCluster,
    // One list, seen by the parser, the guard and whoever starts a cluster.
    origins: config.verification.practiceOrigins,
    now,
    pick: forkPick(createSeededPick(seed)),
  })
  const practice = createPracticeDesk({
    laptops,
    tagOf: (registrationId) => tagOf(storage, registrationId),
    mission: event.missions[0],
  })
  return { laptops, practice }
}

async function tagOf({ read }: Storage, registrationId: string): Promise<string> {
  const { tag } = await read
    .selectFrom('registration')
    .select('tag')
    .where('id', '=', registrationId)
    .executeTakeFirstOrThrow()
  return tag
}
