import { describe, expect, test } from '@jest/globals'
import { appendToJournal } from '../../src/journal/append-to-journal.sql.ts'
import { JOURNAL_START, type JournalEntry } from '../../src/journal/journal.ts'
import { startJournalFeed } from '../../src/journal/journal-feed.ts'
import { createJournal } from '../../src/journal/journal.sql.ts'
import { databases, openTestStorage, reopenTestStorage } from '../support/databases.ts'

const entry = (claimId: string): JournalEntry => ({
  kind: 'handed-over',
  at: '2026-11-28T01:00:00.000Z',
  by: { person: 'kim', device: 'phone-1' },
  claimId,
  data: { sku: 'black-M', qty: 1 },
})

describe.each(databases)('the journal, on $name', (database) => {
  test('gives back what was written, in order, and goes on from the last place', async () => {
    const storage = await openTestStorage(database)
    const journal = createJournal(storage)
    await storage.write((tx) => appendToJournal(tx, entry('a')))
    await storage.write((tx) => appendToJournal(tx, entry('b')))

    const first = await journal.readAfter(JOURNAL_START, 1)
    expect(first).toMatchObject([entry('a')])
    const rest = await journal.readAfter(first[0]!.place)
    expect(rest.map(({ claimId }) => claimId)).toEqual(['b'])
    expect(await journal.end()).toEqual(rest[0]!.place)
  })

  test('listeners hear every line once and in order, whether it was written at work or at rest', async () => {
    const storage = await openTestStorage(database)
    const feed = startJournalFeed({
      journal: createJournal(storage),
      everyTurn: () => () => undefined,
      onError: (error) => {
        throw error
      },
    })
    storage.onCommit(() => {
      feed.wake()
    })
    const heard: string[] = []
    const all = Promise.withResolvers<undefined>()
    feed.listen((lines) => {
      heard.push(...lines.map(({ claimId = '' }) => claimId))
      if (heard.includes('last')) all.resolve(undefined)
    })
    const written = ['a', 'b', 'c', 'd', 'e', 'last']
    for (const id of written) await storage.write((tx) => appendToJournal(tx, entry(id)))
    await all.promise
    await feed.stop()
    expect(written.slice(-heard.length)).toEqual(heard)
  })

  test('a change that fails leaves no line', async () => {
    const storage = await openTestStorage(database)
    const failing = storage.write(async (tx) => {
      await appendToJournal(tx, entry('a'))
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow('the change failed')
    expect(await createJournal(storage).readAfter(JOURNAL_START)).toEqual([])
  })
})

describe('the journal, on PostgreSQL, while writers commit out of order', () => {
  const postgres = databases.find(({ name }) => name === 'PostgreSQL')!

  test.each([
    ['the earlier number commits last', ['early', 'late'], 'late'],
    ['the later transaction writes first and commits last', ['late', 'early'], 'early'],
  ])('%s: a reader skips none', async (_name, writeOrder, commitsFirst) => {
    const place = await postgres.newPlace()
    const [early, late, watching] = await Promise.all([0, 1, 2].map(() => reopenTestStorage(place)))
    const journal = createJournal(watching!)
    const transactions = {
      early: await early!.read.startTransaction().execute(),
      late: await late!.read.startTransaction().execute(),
    }
    // Each takes its transaction number now, in this order.
    for (const name of ['early', 'late'] as const)
      await transactions[name].insertInto('setting').values({ key: name, value: '' }).execute()
    for (const name of writeOrder as ('early' | 'late')[])
      await appendToJournal(transactions[name], entry(name))

    const seen: (string | undefined)[] = []
    let at = JOURNAL_START
    const readOn = async () => {
      for (const line of await journal.readAfter(at)) {
        seen.push(line.claimId)
        at = line.place
      }
    }
    const second = commitsFirst === 'late' ? 'early' : 'late'
    await transactions[commitsFirst as 'early' | 'late'].commit().execute()
    await readOn()
    await transactions[second].commit().execute()
    // Any transaction on the server, another test's too, holds a reader back until it ends.
    while (seen.length < 2) await readOn()
    expect(seen.toSorted()).toEqual(['early', 'late'])
  })
})
