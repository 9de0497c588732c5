import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import { readStorage } from '../../src/storage/open-storage.ts'
import { kim, newScanId, openClaimsBooth, reserveFor } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** The real command. */
function check(
  place: DatabasePlace | { kind: 'folder'; folder: string },
  command: readonly string[] = ['check'],
) {
  const { PATH = '' } = process.env
  const environment =
    place.kind === 'postgres'
      ? { DATABASE_URL: place.url.use((url) => url) }
      : { DATA_DIR: place.kind === 'folder' ? place.folder : dirname(place.file) }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/main.ts', ...command], {
    env: { PATH, ...environment },
    encoding: 'utf8',
  })
  return { status, lines: stdout.trim().split('\n'), stderr }
}

describe.each(databases)('check, on $name', (database) => {
  test('says a line for each promise while the booth goes on; one broken makes it fail', async () => {
    const place = await database.newPlace()
    const booth = await openClaimsBooth(place, { stock: { 'black-M': 3 } })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    const sound = check(place)
    expect(sound.lines.map((line) => line.slice(0, 9))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `I${number} ok    `),
    )
    expect(sound.status).toBe(0)
    const handOver = { scanId: newScanId(), typed, by: kim }
    expect(await booth.claims.handOver(handOver)).toMatchObject({ kind: 'handed-over' })

    await booth.storage.write((tx) =>
      sql`update stock set handed = 5 where sku = 'black-M'`.execute(tx),
    )
    const broken = check(place)
    expect(broken.status).toBe(1)
    expect(broken.lines).toHaveLength(8)
    expect(broken.lines).toContain(
      'I2 BROKEN every counter is what the ledger adds up to: black-M handed: 5 counted, 1 by the ledger',
    )
  })

  test('can write nothing', async () => {
    const place = await database.newPlace()
    await openClaimsBooth(place)
    const writing = readStorage(place, ({ read }) =>
      sql`insert into setting (key, value) values ('a', 'b')`.execute(read),
    )
    await expect(writing).rejects.toThrow(/readonly database|read-only transaction/)
  })

  test('does not bring tables up to date, and says so', async () => {
    const place = await database.newPlace()
    const booth = await openClaimsBooth(place)
    await booth.storage.write((tx) => sql`delete from kysely_migration`.execute(tx))
    const { status, stderr } = check(place)
    expect(status).toBe(1)
    expect(stderr).toContain('start the booth once')
  })
})

describe('check of a folder', () => {
  test('without a database creates nothing and says where it looked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'booth-check-'))
    folders.push(folder)
    const { status, stderr } = check({ kind: 'folder', folder: join(folder, 'data') })
    expect(status).toBe(1)
    expect(stderr).toContain(`There is no database at ${join(folder, 'data', 'booth.db')}`)
    expect(readdirSync(folder)).toEqual([])
  })

  test('neither does a purge that is only tried', () => {
    const folder = mkdtempSync(join(tmpdir(), 'booth-check-'))
    folders.push(folder)
    const { status, stderr } = check({ kind: 'folder', folder: join(folder, 'data') }, [
      'purge',
      '--dry-run',
    ])
    expect(status).toBe(1)
    expect(stderr).toContain('There is no database at')
    expect(readdirSync(folder)).toEqual([])
  })

  test('of a stopped booth leaves every byte and every file as it was, and needs no right to write', async () => {
    const place = await databases[0]!.newPlace()
    if (place.kind !== 'sqlite') throw new Error('no SQLite')
    const booth = await openClaimsBooth(place, { stock: { 'black-M': 1 } })
    await reserveFor(booth, 'ann', 'black-M')
    // Another file, closed as a stopped booth leaves it; the test's own stays open until its end.
    const folder = mkdtempSync(join(tmpdir(), 'booth-check-'))
    folders.push(folder)
    const file = join(folder, 'booth.db')
    const raw = new DatabaseSync(place.file)
    raw.exec(`vacuum into '${file}'`)
    raw.close()
    const copy = new DatabaseSync(file)
    copy.exec('PRAGMA journal_mode = WAL')
    copy.close()
    const before = readFileSync(file)
    chmodSync(file, 0o400)
    const { status, lines } = check({ kind: 'folder', folder })
    expect(lines).toHaveLength(8)
    expect(status).toBe(0)
    expect(readdirSync(folder)).toEqual(['booth.db'])
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})
