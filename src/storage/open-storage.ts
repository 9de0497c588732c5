import type { Database } from '../platform/database/database.ts'
import { openDatabase, type DatabasePlace } from '../platform/database/open-database.ts'
import { firstDay } from './migrations/0001-first-day.ts'
import type { Tables } from './tables.ts'

export type Storage = Database<Tables>

/** Opens the booth's database at `place`, with every table it needs. */
export function openStorage(place: DatabasePlace): Promise<Storage> {
  return openDatabase<Tables>(place, (kind) => ({ '0001-first-day': firstDay(kind) }))
}
