import { afterAll, describe, expect, test } from '@jest/globals'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import {
  addAttendee,
  brokenPromises,
  kim,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
  START,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { startDeskProcess, type DeskAnswer, type DeskProcess } from '../support/desk-process.ts'
import { howMany, printFigure } from '../support/how-many.ts'

/** Processes on one file, and instances with so many connections each on one server. */
const SIZES = {
  SQLite: { processes: 6, together: 2 },
  PostgreSQL: { processes: 3, together: 8 },
}
const CODES = howMany({ short: 12, long: 500 })
const ROUNDS = howMany({ short: 1, long: 40 })

const running = new Map<string, Promise<DeskProcess[]>>()
afterAll(async () => {
  for (const desks of running.values()) for (const desk of await desks) await desk.kill()
})

type Ask = { use: string; ask: object }

describe.each(databases)('$name, several processes on one database', (database) => {
  const { processes, together } = SIZES[database.name]

  /** Started once: they open one place after the other. */
  const desks = (): Promise<DeskProcess[]> => {
    const known = running.get(database.name)
    if (known) return known
    const started = Promise.all(Array.from({ length: processes }, () => startDeskProcess()))
    running.set(database.name, started)
    return started
  }

  /** Every process begins its own list at once. @returns outcomes by process */
  const race = async (
    place: DatabasePlace,
    asksOf: (process: number) => readonly Ask[],
    at = START,
  ) => {
    const all = await desks()
    await Promise.all(all.map((desk) => desk.open(place, { at })))
    return Promise.all(
      all.map(async (desk, number) => {
        const before = desk.answers.length
        await desk.run(
          asksOf(number).map((ask, n) => ({ n, ...ask })),
          together,
        )
        return desk.answers.slice(before).toSorted((a, b) => a.n - b.n)
      }),
    )
  }

  let last: ClaimsBooth | undefined
  /** Rounds follow one another faster than a server's idle connections end by themselves. */
  const open = async (stock: Record<string, number>) => {
    await last?.storage.close()
    const place = await database.newPlace()
    last = await openClaimsBooth(place, { stock })
    return { place, booth: last }
  }

  test(`${CODES} codes at every desk at once: each is handed over once`, async () => {
    const { place, booth } = await open({ 'black-M': CODES })
    const codes = await reserveAll(booth)
    const outcomes = await race(place, (number) =>
      codes.map((typed) => ({
        use: 'handOver',
        ask: { typed, scanId: newScanId(), by: { ...kim, device: `phone-${number}` } },
      })),
    )
    expect(kindsOf(outcomes.flat())).toEqual({
      'handed-over': CODES,
      'already-handed-over': CODES * (processes - 1),
    })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ reserved: 0, handed: CODES })
    expect(await brokenPromises(booth)).toEqual([])
    printFigure(`${database.name}: ${processes} processes, ${CODES} codes, ${CODES} wins`)
  }, 600_000)

  test('negative control: a desk that looks and then writes hands codes over more than once', async () => {
    const { place, booth } = await open({ 'black-M': CODES })
    const codes = await reserveAll(booth)
    const outcomes = await race(place, () =>
      codes.map((typed) => ({ use: 'unguarded', ask: { typed, scanId: newScanId() } })),
    )
    const wins = kindsOf(outcomes.flat())['handed-over']!
    expect(wins).toBeGreaterThan(CODES)
    printFigure(`${database.name}, guard off: ${CODES} codes, ${wins} wins`)
  }, 600_000)

  test(`one scan id at every desk at once, ${CODES} times: one effect, the same green for all`, async () => {
    const { place, booth } = await open({ 'black-M': CODES })
    const taps = (await reserveAll(booth)).map((typed) => ({
      use: 'handOver',
      ask: { typed, scanId: newScanId(), by: kim },
    }))
    const outcomes = (await race(place, () => taps)).flat()
    expect(kindsOf(outcomes)).toEqual({ 'handed-over': CODES * processes })
    expect(outcomes.filter(({ outcome }) => !('repeated' in outcome!))).toHaveLength(CODES)
    expect(await brokenPromises(booth)).toEqual([])
  }, 600_000)

  test(`the last shirts: ${6 * CODES} people for ${CODES}`, async () => {
    const { place, booth } = await open({ 'black-M': CODES })
    const people = 6 * CODES
    await Promise.all(
      Array.from({ length: people }, (_, number) => addAttendee(booth.storage, `person-${number}`)),
    )
    const outcomes = await race(place, (number) =>
      Array.from({ length: people }, (_, index) => index)
        .filter((index) => index % processes === number)
        .map((index) => ({
          use: 'reserve',
          ask: { registrationId: `person-${index}`, shirt: { colour: 'black', size: 'M' } },
        })),
    )
    expect(kindsOf(outcomes.flat())).toEqual({ reserved: CODES, 'out-of-stock': people - CODES })
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 0, reserved: CODES })
    expect(await brokenPromises(booth)).toEqual([])
  }, 600_000)

  test('reserve against recount: nothing is promised that was not counted', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { place, booth } = await open({ 'black-M': 6 })
      for (let number = 0; number < 12; number++) await addAttendee(booth.storage, `p-${number}`)
      const outcomes = await race(place, (number) =>
        number === 0
          ? [recountOf(3, 6)]
          : Array.from({ length: 4 }, (_, index) => reserveOf(`p-${(number * 4 + index) % 12}`)),
      )
      const { available, reserved } = await lineOf(booth, 'black-M')
      const recounted = outcomes[0]![0]!.outcome!.kind === 'recounted'
      expect(available + reserved).toBe(recounted ? 3 : 6)
      expect(await brokenPromises(booth)).toEqual([])
    }
  }, 600_000)

  test('swap against undo: both happen once, in either order, and every unit is accounted for', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { place, booth } = await open({ 'black-M': 1, 'black-L': 1 })
      const typed = await reserveFor(booth, 'ann', 'black-M')
      const handOver = newScanId()
      await booth.claims.handOver({ scanId: handOver, typed, by: kim })
      const outcomes = await race(place, (number) => [
        number % 2
          ? { use: 'undo', ask: { scanId: newScanId(), by: lead, handOver } }
          : {
              use: 'swap',
              ask: { scanId: newScanId(), typed, by: lead, shirt: { colour: 'black', size: 'L' } },
            },
      ])
      expect(kindsOf(outcomes.flat())).toMatchObject({ undone: 1, swapped: 1 })
      expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, handed: 0 })
      expect(await lineOf(booth, 'black-L')).toMatchObject({ available: 0, reserved: 1 })
      expect(await brokenPromises(booth)).toEqual([])
    }
  }, 600_000)

  test('the end of a hold against its hand-over: the unit goes to one of the two', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { place, booth } = await open({ 'black-M': 1 })
      const typed = await reserveFor(booth, 'ann', 'black-M')
      await addAttendee(booth.storage, 'bob')
      booth.clock.goOn(239)
      const all = await desks()
      // One clock is a minute ahead: for it the hold has ended.
      const late = new Date(booth.clock.now().getTime() + 60_000).toISOString()
      await Promise.all(
        all.map((desk, number) =>
          desk.open(place, { at: number % 2 ? late : booth.clock.now().toISOString() }),
        ),
      )
      const outcomes = await Promise.all(
        all.map(async (desk, number) => {
          const before = desk.answers.length
          const tap = { use: 'handOver', ask: { typed, scanId: newScanId(), by: kim } }
          await desk.run([{ n: 0, ...(number % 2 ? reserveOf('bob') : tap) }])
          return desk.answers.slice(before)
        }),
      )
      const kinds = kindsOf(outcomes.flat())
      expect([kinds['handed-over'] ?? 0, kinds['reserved'] ?? 0].toSorted()).toEqual([0, 1])
      expect(await brokenPromises(booth)).toEqual([])
    }
  }, 600_000)
})

function reserveAll(booth: ClaimsBooth): Promise<string[]> {
  return Promise.all(
    Array.from({ length: CODES }, (_, number) => reserveFor(booth, `person-${number}`, 'black-M')),
  )
}

function reserveOf(registrationId: string): Ask {
  return { use: 'reserve', ask: { registrationId, shirt: { colour: 'black', size: 'M' } } }
}

function recountOf(counted: number, seen: number): Ask {
  const ask = { sku: 'black-M', counted, seen, scanId: newScanId(), by: lead, reason: 'counted' }
  return { use: 'recount', ask }
}

function kindsOf(answers: readonly DeskAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome, error } of answers) {
    const kind = outcome?.kind ?? error ?? 'nothing'
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}
