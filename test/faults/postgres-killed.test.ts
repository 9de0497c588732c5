import { randomInt } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, expect, test } from '@jest/globals'
import { Secret } from '../../src/shared/secret.ts'
import { START } from '../support/claims-booth.ts'
import { startDeskProcess, type DeskAnswer, type DeskProcess } from '../support/desk-process.ts'
import { howMany, printFigure } from '../support/how-many.ts'
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { findAfterwards, prepareDesk, standingsOf, surprises, turns } from './desk-load.ts'

const KILLS = howMany({ short: 2, long: 100 })
const INSTANCES = 2
const TOGETHER = 3
/** Each desk's half is a multiple of its taps under way at once. */
const PEOPLE = 24
const TAPS = 6_000
const LATEST_MS = 400

let server: PostgresServer | undefined
const desks: DeskProcess[] = []
afterAll(async () => {
  for (const desk of desks) await desk.kill()
  await server?.stop()
}, 60_000)

test(`PostgreSQL is killed under load, ${KILLS} times: nothing answered is lost, and the same desks go on`, async () => {
  server = await startPostgresServer()
  const place = { kind: 'postgres', url: new Secret(server.url) } as const
  const codes = await prepareDesk(place, PEOPLE)
  for (let number = 0; number < INSTANCES; number++) desks.push(await startDeskProcess())
  for (const desk of desks) await desk.open(place, { at: START })
  const sum = { answered: 0, unanswered: 0, unknown: 0 }
  let standings = standingsOf(codes)
  for (let kill = 1; kill <= KILLS; kill++) {
    const loads = desks.map((desk, number) => loadOf(desk, standings, number))
    await Promise.all(loads.map((load) => load.answered(1)))
    await after(randomInt(LATEST_MS))
    await server.kill()
    await Promise.all(loads.map((load) => load.ended))
    await server.start()
    for (const { tasks, answers } of loads) {
      expect(surprises(answers())).toEqual([])
      const found = await findAfterwards(place, tasks, answers())
      expect(found).toMatchObject({ lost: [], broken: [] })
      standings = found.standings
      sum.answered += answers().filter(({ outcome }) => outcome).length
      sum.unanswered += found.unanswered.length
    }
    sum.unknown += await repeatUnknown(loads)
    standings = (await findAfterwards(place, [], [])).standings
  }
  printFigure(
    `kill -9, PostgreSQL: ${KILLS} kills, ${sum.answered} answered, 0 lost; ${sum.unknown} cut off, ${sum.unanswered} of all unanswered were done`,
  )
}, 3_600_000)

type Load = ReturnType<typeof loadOf>

/** Each desk has people of its own, so that every answer can be foretold. It stops at the first tap that is cut off. */
function loadOf(desk: DeskProcess, standings: Parameters<typeof turns>[0], number: number) {
  const own = standings.filter((_, index) => index % INSTANCES === number)
  const tasks = turns(own, TAPS)
  const before = desk.answers.length
  const answers = () => desk.answers.slice(before)
  return {
    desk,
    tasks,
    answers,
    answered: (count: number) => desk.answered(before + count),
    ended: desk.runUntilError(tasks, TOGETHER),
  }
}

/** Repeats with the same scan ids: the answer says what became of them. @returns how many there were */
async function repeatUnknown(loads: readonly Load[]): Promise<number> {
  let unknown = 0
  for (const { desk, tasks, answers } of loads) {
    const cutOff = answers().filter(({ error }) => error !== undefined)
    const before = desk.answers.length
    await desk.run(
      cutOff.map(({ n }) => tasks[n]!),
      1,
    )
    const repeated: DeskAnswer[] = desk.answers.slice(before)
    expect(repeated.map(({ outcome }) => outcome?.kind)).toEqual(
      cutOff.map(({ n }) => (tasks[n]!.use === 'undo' ? 'undone' : 'handed-over')),
    )
    unknown += cutOff.length
  }
  return unknown
}
