import { readConfig } from '../config.ts'
import { databaseFileIn } from '../data-folder.ts'
import { readStorage } from '../storage/open-storage.ts'
import { checkInvariants } from './check-invariants.ts'
import { storagePlace } from './storage-place.ts'

/** `check`: runs the invariants on the booth's database, a line each; a running booth does not notice. */
export async function check(_args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(environment)
  const place = storagePlace(config, { databaseFile: databaseFileIn(config.dataDir) })
  const allHold = await readStorage(place, (storage) =>
    checkInvariants({ storage, write: console.log }),
  )
  return allHold ? 0 : 1
}
