import { describe, expect, test } from '@jest/globals'
import { sql, type Kysely, type KyselyPlugin } from 'kysely'
import { compiledOnce } from '../../../src/platform/database/compiled-once.ts'
import { openDatabase } from '../../../src/platform/database/open-database.ts'
import { databases } from '../../support/databases.ts'

type Tables = { line: { id: string; note: string | null } }

const tables = () => ({
  '0001-lines': {
    up: async (db: Kysely<unknown>) => {
      await sql`create table line (id text primary key, note text)`.execute(db)
    },
  },
})

function statements() {
  const built = { times: 0 }
  const addLine = compiledOnce((db: Kysely<Tables>, line: Tables['line']) => {
    built.times += 1
    return db.insertInto('line').values({ id: line.id, note: sql`upper(${line.note})` })
  })
  const findNote = compiledOnce((db: Kysely<Tables>, { id }: { id: string }) =>
    db.selectFrom('line').select('note').where('id', '=', id),
  )
  return { built, addLine, findNote }
}

/** One set of statements for both, as in the product. */
const { built, addLine, findNote } = statements()

describe.each(databases)('a statement compiled once, on $name', (database) => {
  const open = async () => openDatabase<Tables>(await database.newPlace(), tables)

  test('runs with the values of each call, null among them', async () => {
    const db = await open()
    await db.write((tx) => addLine(tx, { id: 'a', note: 'one' }))
    await db.write((tx) => addLine(tx, { id: 'b', note: null }))
    expect(await findNote(db.read, { id: 'a' })).toMatchObject({ rows: [{ note: 'ONE' }] })
    expect(await findNote(db.read, { id: 'b' })).toMatchObject({ rows: [{ note: null }] })
    await db.close()
  })

  test('is built once a database', async () => {
    const db = await open()
    const before = built.times
    for (const id of ['a', 'b', 'c']) await db.write((tx) => addLine(tx, { id, note: id }))
    expect(built.times).toBe(before + 1)
    await db.close()
  })

  test('is shown to every plugin, each time, with its values', async () => {
    const db = await open()
    const shown: string[] = []
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        shown.push(JSON.stringify(node))
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }
    for (const id of ['first', 'second'])
      await db.write((tx) => addLine(tx.withPlugin(plugin), { id, note: null }))
    expect(shown.map((node) => node.includes('first'))).toEqual([true, false])
    expect(shown.map((node) => node.includes('second'))).toEqual([false, true])
    await db.close()
  })
})
