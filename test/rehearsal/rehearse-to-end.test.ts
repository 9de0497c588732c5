import { expect, test } from '@jest/globals'
import { rehearsalConfig } from '../../src/commands/rehearsal-booth.ts'
import { rehearseToEnd, type PlayedToEnd } from '../../src/commands/rehearse-to-end.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import type { Event } from '../../src/event/event.ts'
import { createJournal } from '../../src/journal/journal.sql.ts'
import { JOURNAL_START } from '../../src/journal/journal.ts'
import { mistakes } from '../../src/rehearsal/mistakes.ts'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'

const PATIENCE = 180_000

type Wish = Pick<PlayedToEnd, 'attendees' | 'seed' | 'beforeCount'> & { event?: Event }

async function play(wish: Wish) {
  const lines: string[] = []
  const config = rehearsalConfig({ LOG_LEVEL: 'error' }, { port: await findFreePort() })
  const event = readEventFile('events/pycon.yaml')
  const ended = new AbortController().signal
  const write = (line: string) => lines.push(line)
  const code = await rehearseToEnd({ config, event, write, ended, ...wish })
  return { code, lines, last: lines.at(-1) }
}

/** The journal of a whole rehearsal, ids and times aside. */
async function journalOf(attendees: number, seed: number) {
  const journal: { kind: string; data: Readonly<Record<string, unknown>> | undefined }[] = []
  const { code, last } = await play({
    attendees,
    seed,
    beforeCount: async ({ storage }) => {
      const lines = await createJournal(storage).readAfter(JOURNAL_START, 10_000)
      journal.push(...lines.map(({ kind, data }) => ({ kind, data })))
    },
  })
  return { code, last, journal }
}

test(
  'the same seed writes the same journal, another seed another one, and every mistake is named',
  async () => {
    const first = await journalOf(12, 7)
    expect(first).toMatchObject({
      code: 0,
      last: '12 registered, 12 passed, 12 claimed, 12 handed over, stock adds up',
    })
    expect(first.journal.length).toBeGreaterThan(12 * 5)
    expect((await journalOf(12, 7)).journal).toEqual(first.journal)
    expect((await journalOf(12, 8)).journal).not.toEqual(first.journal)

    const named = new Set(first.journal.map(({ data }) => data?.['code']))
    for (const mistake of Object.values(mistakes)) expect(named).toContain(mistake.named)
  },
  PATIENCE,
)

test(
  'a counter that is not what the ledger says is found at the end',
  async () => {
    const { code, lines, last } = await play({
      attendees: 1,
      seed: 1,
      beforeCount: async ({ storage }) => {
        await storage.write((tx) =>
          tx
            .updateTable('stock')
            .set((row) => ({ available: row('available', '-', 1) }))
            .where('sku', '=', 'pink-XS')
            .execute(),
        )
      },
    })
    expect(last).toBe('1 registered, 1 passed, 1 claimed, 1 handed over, stock does not add up')
    expect(code).toBe(1)
    expect(lines.join('\n')).toContain('pink-XS available')
  },
  PATIENCE,
)

test(
  'somebody who is still on the way is missing from the count',
  async () => {
    const { code, last } = await play({
      attendees: 2,
      seed: 1,
      beforeCount: async ({ booth }) => {
        await booth.register({ nickname: 'Late', language: 'en', noticeVersion: '1' })
      },
    })
    expect(last).toBe('3 registered, 2 passed, 2 claimed, 2 handed over, stock adds up')
    expect(code).toBe(1)
  },
  PATIENCE,
)

test(
  'when the last shirt is gone, another box is opened',
  async () => {
    const event = readEventFile('events/pycon.yaml')
    for (const { id, stock } of event.shirts.colours)
      for (const size of event.shirts.sizes) stock[size] = id === 'mint' && size === 'M' ? 1 : 0
    const { code, last } = await play({ attendees: 3, seed: 1, event })
    expect(last).toBe('3 registered, 3 passed, 3 claimed, 3 handed over, stock adds up')
    expect(code).toBe(0)
  },
  PATIENCE,
)
