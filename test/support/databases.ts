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
      const schema = `test_${randomUUID().replaceAll('-', '')}`
      const url = await roomyDatabase()
      await query(url, `create schema ${schema}`)
      return { kind: 'postgres', url: new Secret(`${url}?options=-c%20search_path%3D${schema}`) }
    },
  },
]

/** Each opening reads the catalogue of the whole database, so that many in one would slow one another down. */
const SCHEMAS_A_DATABASE = 10
let schemas = 0
let database: Promise<string> | undefined

function roomyDatabase(): Promise<string> {
  if (!database || schemas === SCHEMAS_A_DATABASE) {
    database = createDatabase()
    schemas = 0
  }
  schemas += 1
  return database
}

async function createDatabase(): Promise<string> {
  const server = process.env['TEST_DATABASE_URL']
  if (server === undefined) throw new Error('no PostgreSQL: see test/support/start-postgres.js')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await query(server, `create database ${name} template template0`)
  return server.replace(/postgres$/, name)
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}

/** Opens the booth's storage at a new place of `database`; closed when the test file ends. */
export async function openTestStorage(database: TestDatabase): Promise<Storage> {
  return reopenTestStorage(await database.newPlace())
}

export async function reopenTestStorage(place: DatabasePlace): Promise<Storage> {
  const storage = await openStorage(place)
  clean.push(() => storage.close())
  return storage
}
