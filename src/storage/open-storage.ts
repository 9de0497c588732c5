import type { Database } from '../platform/database/database.ts'
import { openDatabase, type DatabasePlace } from '../platform/database/open-database.ts'
import { firstDay } from './migrations/0001-first-day.ts'
import { claimsOfAnEvent } from './migrations/0003-claims-of-an-event.ts'
import { pins } from './migrations/0007-pins.ts'
import { missions } from './migrations/0008-missions.ts'
import type { Tables } from './tables.ts'

export type Storage = Database<Tables>

/** Opens the booth's database at `place`, with every table it needs. */
export function openStorage(place: DatabasePlace): Promise<Storage> {
  return openDatabase<Tables>(place, (kind) => ({
    '0001-first-day': firstDay(kind),
    '0003-claims-of-an-event': claimsOfAnEvent(kind),
    '0007-pins': pins,
    '0008-missions': missions(kind),
  }))
}
