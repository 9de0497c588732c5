import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
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

/** Has begun to write a file that has no log yet, and goes on until a moment after the next open began. */
const WRITING = `
  const { workerData: { file, began }, parentPort } = require('node:worker_threads')
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(file)
  database.exec('begin immediate; create table early (x)')
  parentPort.postMessage('writing')
  Atomics.wait(began, 0, 0)
  Atomics.wait(began, 0, 1, 200)
  database.exec('commit')
  database.close()`

test('who opens a new file while another process writes it waits for that moment', async () => {
  const place = await databases[0]!.newPlace()
  if (place.kind !== 'sqlite') throw new Error('no SQLite')
  const began = new Int32Array(new SharedArrayBuffer(4))
  const other = new Worker(WRITING, { eval: true, workerData: { file: place.file, began } })
  await once(other, 'message')
  Atomics.store(began, 0, 1)
  Atomics.notify(began, 0)
  openSqliteFile(place.file, createIoGuard()).close()
  await once(other, 'exit')
  const reader = new DatabaseSync(place.file)
  expect(reader.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(reader.prepare('select name from sqlite_schema').get()).toEqual({ name: 'early' })
  reader.close()
})
