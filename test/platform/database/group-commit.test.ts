import { describe, expect, test } from '@jest/globals'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { openDatabase } from '../../../src/platform/database/open-database.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import type { Migrations } from '../../../src/platform/database/open-database.ts'
import { databases } from '../../support/databases.ts'

type Tables = {
  line: { id: string }
  /** A row that points to no line is found out at the commit only. */
  pointer: { line: string }
}
type Place = { kind: 'sqlite'; file: string }

const tables: Migrations = () => ({
  '0001-lines': {
    up: async (db) => {
      await sql`create table line (id text primary key)`.execute(db)
      await sql`create table pointer (line text references line (id) deferrable initially deferred)`.execute(
        db,
      )
    },
  },
})

const sqlite = databases.find(({ name }) => name === 'SQLite')!

async function openLines() {
  const place = (await sqlite.newPlace()) as Place
  const lines = await openDatabase<Tables>(place, tables)
  return { lines, place }
}

const add = (lines: Database<Tables>, id: string) =>
  lines.write((tx) => tx.insertInto('line').values({ id }).execute())

async function idsIn({ read }: Database<Tables>): Promise<string[]> {
  const rows = await read.selectFrom('line').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/** Commits from now on. */
function commitsOf(lines: Database<Tables>) {
  const counted = { commits: 0 }
  lines.onCommit(() => {
    counted.commits += 1
  })
  return counted
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('writes of one event-loop turn, on SQLite', () => {
  test('share one commit', async () => {
    const { lines } = await openLines()
    const counted = commitsOf(lines)
    await Promise.all(['a', 'b', 'c'].map((id) => add(lines, id)))
    expect(counted.commits).toBe(1)
    await add(lines, 'd')
    expect(counted.commits).toBe(2)
    expect(await idsIn(lines)).toEqual(['a', 'b', 'c', 'd'])
    await lines.close()
  })

  test('are answered once another process can read them, and not before', async () => {
    const { lines, place } = await openLines()
    const elsewhere = new DatabaseSync(place.file, { readOnly: true })
    const seenElsewhere = () =>
      elsewhere
        .prepare('select id from line order by id')
        .all()
        .map(({ id }) => id)
    const seenWhenAnswered = await Promise.all(
      ['a', 'b', 'c'].map((id) => add(lines, id).then(seenElsewhere)),
    )
    expect(seenWhenAnswered).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
    elsewhere.close()
    await lines.close()
  })

  test('take back nothing but their own rows when they throw', async () => {
    const { lines } = await openLines()
    const outcomes = await Promise.allSettled([
      add(lines, 'a'),
      lines.write(async (tx) => {
        await tx.insertInto('line').values({ id: 'b' }).execute()
        throw new Error('thought better of it')
      }),
      // The row itself is refused.
      add(lines, 'a'),
      add(lines, 'c'),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(outcomes[1]).toMatchObject({ reason: { message: 'thought better of it' } })
    expect(await idsIn(lines)).toEqual(['a', 'c'])
    await lines.close()
  })

  test('are seen by no reader before they are committed', async () => {
    const { lines } = await openLines()
    const reading = Promise.withResolvers<string[]>()
    const written = lines.write(async (tx) => {
      await tx.insertInto('line').values({ id: 'a' }).execute()
      reading.resolve(idsIn(lines))
      // Long enough for the reader to have its answer while the group is under way.
      for (let turn = 0; turn < 50; turn++) await Promise.resolve()
    })
    expect(await reading.promise).toEqual([])
    await written
    expect(await idsIn(lines)).toEqual(['a'])
    await lines.close()
  })

  test('all hear "not known" when the commit fails, those that were refused too', async () => {
    const { lines } = await openLines()
    const counted = commitsOf(lines)
    const outcomes = await Promise.allSettled([
      add(lines, 'a'),
      lines.write((tx) => tx.insertInto('pointer').values({ line: 'nowhere' }).execute()),
      add(lines, 'a'),
    ])
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'OutcomeUnknown' } })
    expect(counted.commits).toBe(0)
    // The next group is not held up by it.
    await add(lines, 'b')
    expect(await idsIn(lines)).toEqual(['b'])
    await lines.close()
  })

  test('are told what is wrong when one of them awaits something else', async () => {
    const { lines } = await openLines()
    const letGo = Promise.withResolvers<undefined>()
    const slow = lines.write(async (tx) => {
      await tx.insertInto('line').values({ id: 'slow' }).execute()
      await letGo.promise
      await tx.insertInto('line').values({ id: 'late' }).execute()
    })
    const said = /may await nothing but its own statements/
    await Promise.all([
      expect(slow).rejects.toThrow(said),
      expect(add(lines, 'beside')).rejects.toThrow(said),
    ])
    const later = add(lines, 'next')
    letGo.resolve(undefined)
    await later
    expect(await idsIn(lines)).toEqual(['next'])
    await lines.close()
  })

  test('say what was wrong when SQLite itself takes the transaction back', async () => {
    const { lines } = await openLines()
    // "or rollback" does on purpose what a failing disk does.
    const outcomes = await Promise.allSettled([
      add(lines, 'a'),
      lines.write((tx) => sql`insert or rollback into line (id) values ('a')`.execute(tx)),
    ])
    for (const outcome of outcomes)
      expect(String((outcome as PromiseRejectedResult).reason)).toContain('UNIQUE')
    await add(lines, 'b')
    expect(await idsIn(lines)).toEqual(['b'])
    await lines.close()
  })

  test('are on disk when the database is closed meanwhile', async () => {
    const { lines, place } = await openLines()
    const written = Promise.all([add(lines, 'a'), nextTurn().then(() => 'turn')])
    await lines.close()
    await written
    const again = await openDatabase<Tables>(place, tables)
    expect(await idsIn(again)).toEqual(['a'])
    await again.close()
  })
})

test('a reader on SQLite cannot write', async () => {
  const { lines } = await openLines()
  await expect(lines.read.insertInto('line').values({ id: 'a' }).execute()).rejects.toThrow(
    /readonly/,
  )
  await lines.close()
})

describe.each(databases)('a commit that fails, on $name', (database) => {
  test('is "not known", and a refusal before it is a refusal', async () => {
    const lines = await openDatabase<Tables>(await database.newPlace(), tables)
    const pointing = lines.write((tx) =>
      tx.insertInto('pointer').values({ line: 'nowhere' }).execute(),
    )
    await expect(pointing).rejects.toMatchObject({ name: 'OutcomeUnknown' })
    await add(lines, 'a')
    await expect(add(lines, 'a')).rejects.not.toMatchObject({ name: 'OutcomeUnknown' })
    await lines.close()
  })
})
