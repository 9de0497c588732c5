import { describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { openDatabase } from '../../src/platform/database/open-database.ts'
import { firstDay } from '../../src/storage/migrations/0001-first-day.ts'
import { databases, reopenTestStorage } from '../support/databases.ts'

describe.each(databases)('a database of the first day, on $name', (database) => {
  test('its claims are told to be of the event that their owners’ tags begin with', async () => {
    const place = await database.newPlace()
    const before = await openDatabase(place, (kind) => ({ '0001-first-day': firstDay(kind) }))
    for (const statement of [
      `insert into registration values ('ann', 'pycon-7h3vyz5t4', 'Ann', 'ko', '1', '2026', '2026', null)`,
      `insert into stock values ('black-M', 'black', 'M', 0, 0, 1, 0, 0, 1)`,
      claim(`'claim-1', 'ann', 'reserved'`),
      claim(`'claim-2', null, 'handed'`),
    ])
      await before.write((tx) => sql.raw(statement).execute(tx))
    await before.close()

    const { read } = await reopenTestStorage(place)
    expect(await read.selectFrom('claim').select(['id', 'event']).orderBy('id').execute()).toEqual([
      { id: 'claim-1', event: 'pycon' },
      { id: 'claim-2', event: '' },
    ])
  })
})

function claim(about: string): string {
  const [id] = about.split(',')
  return `insert into claim (id, registration_id, state, mission, code, sku, created_at)
    values (${about}, 'metricbeat', ${id ?? ''}, 'black-M', '2026')`
}
