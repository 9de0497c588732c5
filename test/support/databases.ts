import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import pg from 'pg'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import { Secret } from '../../src/shared/secret.ts'
import { openStorage, type Storage } from '../../src/storage/open-storage.ts'

export type TestDatabase = {
  name: 'SQLite' | 'PostgreSQL'
  /** A new, empty database; give the place to openStorage to open it a second time, as another process would. */
  newPlace: () => Promise<DatabasePlace>
}

const clean: (() => unknown)[] = []
afterAll(async () => {
  for (const step of clean.reverse()) await step()
})

/** Every store is tested on every database we support: `describe.each(databases)`. */
export const databases: readonly TestDatabase[] = [
  {
    name: 'SQLite',
    newPlace: () => {
      const folder = mkdtempSync(join(tmpdir(), 'booth-test-'))
      clean.push(() => {
        rmSync(folder, { recursive: true, force: true })
      })
      return Promise.resolve({ kind: 'sqlite', file: join(folder, 'booth.db') })
    },
  },
  {
    name: 'PostgreSQL',
    newPlace: async () => {
      const server = process.env['TEST_DATABASE_URL']
      if (server === undefined) throw new Error('no PostgreSQL: see test/support/start-postgres.js')
      const schema = `test_${randomUUID().replaceAll('-', '')}`
      const client = new pg.Client({ connectionString: server })
      await client.connect()
      await client.query(`create schema ${schema}`)
      await client.end()
      return { kind: 'postgres', url: new Secret(`${server}?options=-c%20search_path%3D${schema}`) }
    },
  },
]

/** Opens the booth's storage at a new place of `database`; closed when the test file ends. */
export async function openTestStorage(database: TestDatabase): Promise<Storage> {
  return reopenTestStorage(await database.newPlace())
}

export async function reopenTestStorage(place: DatabasePlace): Promise<Storage> {
  const storage = await openStorage(place)
  clean.push(() => storage.close())
  return storage
}
