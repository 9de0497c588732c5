import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, test } from '@jest/globals'
import { readEventFile } from '../../src/event/event-file.ts'
import { createIoGuard } from '../../src/platform/database/io-guard.ts'
import { openSqliteFile } from '../../src/platform/database/sqlite-file.ts'
import { brokenPromises, openClaimsBooth } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { startDeskProcess, type DeskProcess } from '../support/desk-process.ts'

const FIRST_STOCK = readEventFile('events/pycon.yaml')
  .shirts.colours.flatMap(({ stock }) => Object.values(stock))
  .reduce((sum, units) => sum + units, 0)
const PROCESSES = 4
/** One start rarely meets another to the millisecond; without the lock, most of so many do. */
const ROUNDS = { SQLite: 4, PostgreSQL: 1 }
const running: DeskProcess[] = []
afterEach(async () => {
  for (const desk of running.splice(0)) await desk.kill()
})

describe.each(databases)('a new database on $name', (database) => {
  test('processes that open it at the same moment bring the tables up once, and the first stock in once', async () => {
    running.push(
      ...(await Promise.all(Array.from({ length: PROCESSES }, () => startDeskProcess()))),
    )
    for (let round = 0; round < ROUNDS[database.name]; round++) {
      const place = await database.newPlace()
      const opened = await Promise.allSettled(running.map((desk) => desk.open(place)))
      expect(opened.filter(({ status }) => status === 'rejected')).toEqual([])
      const booth = await openClaimsBooth(place)
      const units = (await booth.stock.overview()).reduce((sum, { onHand }) => sum + onHand, 0)
      expect(units).toBe(FIRST_STOCK)
      expect(await brokenPromises(booth)).toEqual([])
    }
  })
})

test('who opens a file that another process writes waits neither for it nor in a circle with it', async () => {
  const place = await databases[0]!.newPlace()
  if (place.kind !== 'sqlite') throw new Error('no SQLite')
  await openClaimsBooth(place)
  const other = new DatabaseSync(place.file)
  other.exec('begin immediate')
  const began = performance.now()
  openSqliteFile(place.file, createIoGuard()).close()
  other.close()
  // A wait, where there is one, is SQLite's whole busy timeout of 5 s: only time can tell.
  expect(performance.now() - began).toBeLessThan(4_000)
})
