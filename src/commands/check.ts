import { readConfig } from '../config.ts'
import { openDataFolder } from '../data-folder.ts'
import { openStorage } from '../storage/open-storage.ts'
import { checkInvariants } from './check-invariants.ts'
import { storagePlace } from './storage-place.ts'

/** `check`: runs the invariants on the booth's database, a line each; changes nothing. */
export async function check(_args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(environment)
  const storage = await openStorage(storagePlace(config, openDataFolder(config.dataDir)))
  try {
    return (await checkInvariants({ storage, write: console.log })) ? 0 : 1
  } finally {
    await storage.close()
  }
}
