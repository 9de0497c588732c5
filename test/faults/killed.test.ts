import { randomInt } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { START } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { startDeskProcess } from '../support/desk-process.ts'
import { howMany, printFigure } from '../support/how-many.ts'
import { findAfterwards, prepareDesk, standingsOf, surprises, turns } from './desk-load.ts'

const KILLS = howMany({ short: 5, long: 500 })
/** So many are killed on one file, each going on where the last one died. */
const KILLS_A_FILE = 20
/** A multiple of the taps under way at once. */
const PEOPLE = 40
const MOST_TAPS = 4_000
const LATEST_MS = 250

const sqlite = databases.find(({ name }) => name === 'SQLite')!

test(`killed with kill -9 under load, ${KILLS} times: nothing answered is lost, and the next process goes on`, async () => {
  const sum = { answered: 0, unanswered: 0, lost: 0 }
  let next = startDeskProcess()
  let place = await sqlite.newPlace()
  let standings = standingsOf(await prepareDesk(place, PEOPLE))
  for (let kill = 1; kill <= KILLS; kill++) {
    if (kill % KILLS_A_FILE === 0) {
      place = await sqlite.newPlace()
      standings = standingsOf(await prepareDesk(place, PEOPLE))
    }
    const desk = await next
    if (kill < KILLS) next = startDeskProcess()
    await desk.open(place, { at: START })
    const tasks = turns(standings, MOST_TAPS)
    const ended = desk.run(tasks, 8)
    await desk.answered(1)
    await after(randomInt(LATEST_MS))
    await desk.kill()
    await ended
    const found = await findAfterwards(place, tasks, desk.answers)
    expect(surprises(desk.answers)).toEqual([])
    expect(found).toMatchObject({ lost: [], broken: [] })
    standings = found.standings
    sum.answered += desk.answers.length
    sum.unanswered += found.unanswered.length
    sum.lost += found.lost.length
  }
  printFigure(
    `kill -9, SQLite: ${KILLS} kills, ${sum.answered} answered, ${sum.lost} lost, ${sum.unanswered} done without an answer`,
  )
}, 3_600_000)
