import type { Config } from '../config.ts'
import type { DataFolder } from '../data-folder.ts'
import type { DatabasePlace } from '../platform/database/open-database.ts'

/** PostgreSQL when DATABASE_URL says so, else the file in the data folder. */
export function storagePlace(
  config: Config,
  folder: Pick<DataFolder, 'databaseFile'>,
): DatabasePlace {
  return config.databaseUrl
    ? { kind: 'postgres', url: config.databaseUrl }
    : { kind: 'sqlite', file: folder.databaseFile }
}
