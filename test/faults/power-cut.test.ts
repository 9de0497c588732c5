import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  closeSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { START } from '../support/claims-booth.ts'
import { startDeskProcess, type DeskAnswer, type DeskProcess } from '../support/desk-process.ts'
import { howMany, printFigure } from '../support/how-many.ts'
import { canTrace, sayUntraced, syncedLengths, tracing } from '../support/strace.ts'
import { findAfterwards, prepareDesk, standingsOf, turns } from './desk-load.ts'

/** A multiple of the taps under way at once. */
const PEOPLE = 32
/** Bytes of what was being written that reached the disk too: a frame is 4,120. */
const TORN = [0, 1, 100, 4_096, 5_000]
const IMAGES = howMany({ short: 40, long: 1_000 })
/** After each, power may be cut; the log is folded into the file about every second time in the long form. */
const TAPS_A_MOMENT = howMany({ short: 10, long: 40 })

let folder: string
let desk: DeskProcess
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'booth-power-'))
})
afterEach(async () => {
  await desk.kill()
  rmSync(folder, { recursive: true, force: true })
})

type Moment = { file: Buffer; log: Buffer; length: number; answers: readonly DeskAnswer[] }

test(`power is cut right after an answer, ${IMAGES} times: everything answered is there`, async () => {
  const place = { kind: 'sqlite', file: join(folder, 'booth.db') } as const
  const codes = await prepareDesk(place, PEOPLE)
  desk = await startDeskProcess()
  await desk.open(place, { at: START })
  const moments = IMAGES / (2 * TORN.length)
  const tasks = turns(standingsOf(codes), TAPS_A_MOMENT * (moments + 1))
  let before: Moment | undefined
  let images = 0
  let folded = 0
  for (let moment = 0; moment <= moments; moment++) {
    await desk.run(tasks.slice(moment * TAPS_A_MOMENT, (moment + 1) * TAPS_A_MOMENT), 4)
    const now = lookAt(place.file, desk.answers)
    if (before && !sameLog(before, now)) folded++
    if (before)
      for (const image of imagesOf(before, now)) {
        images++
        const found = await findAfterwards(writeImage(image), tasks, before.answers)
        expect(found).toMatchObject({ lost: [], broken: [] })
      }
    before = now
  }
  expect(desk.answers).toHaveLength(tasks.length)
  printFigure(
    `power cut, SQLite: ${images} images, ${desk.answers.length} answered, 0 lost; log folded ${folded} times`,
  )
}, 3_600_000)

/** The two files as a disk would hold them now, and how far the log is written. Nobody is writing. */
function lookAt(file: string, answers: readonly DeskAnswer[]): Moment {
  return {
    file: readFileSync(file),
    log: readFileSync(`${file}-wal`),
    length: logLength(file),
    answers: [...answers],
  }
}

const LOG_HEADER = 32
const FRAME_HEADER = 24
const PAGE = 4_096

/** By the index beside it, because an old log is written over and not cut. Source: sqlite.org/walformat.html, mxFrame */
function logLength(file: string): number {
  const index = Buffer.alloc(20)
  const opened = openSync(`${file}-shm`, 'r')
  readSync(opened, index, 0, 20, 0)
  closeSync(opened)
  return LOG_HEADER + index.readUInt32LE(16) * (FRAME_HEADER + PAGE)
}

/** The salt in the log's header changes when it is begun anew. */
function sameLog({ log }: Moment, later: Moment): boolean {
  return log.subarray(16, 24).equals(later.log.subarray(16, 24))
}

type Image = { file: Buffer; log: Buffer }

/** The log up to the answer, and a torn piece of the next write: noise, or what was really written next. */
function* imagesOf(now: Moment, later: Moment): Generator<Image> {
  const safe = now.log.subarray(0, now.length)
  const next = sameLog(now, later) ? later.log : now.log
  for (const torn of TORN) {
    yield { file: now.file, log: Buffer.concat([safe, randomBytes(torn)]) }
    yield {
      file: now.file,
      log: Buffer.concat([safe, next.subarray(now.length, now.length + torn)]),
    }
  }
}

function writeImage({ file, log }: Image) {
  const image = join(folder, 'image.db')
  rmSync(`${image}-shm`, { force: true })
  writeFileSync(image, file)
  writeFileSync(`${image}-wal`, log)
  return { kind: 'sqlite', file: image } as const
}

/** The same cut where only what was synced is kept, by a trace of the process. */
async function keptAfterCut(synchronous: 'FULL' | 'NORMAL') {
  const place = { kind: 'sqlite', file: join(folder, 'booth.db') } as const
  const codes = await prepareDesk(place, PEOPLE)
  const trace = join(folder, 'trace')
  desk = await startDeskProcess(tracing(trace))
  await desk.open(place, {
    at: START,
    ...(synchronous === 'NORMAL' && { spoilt: { synchronous } }),
  })
  const tasks = turns(standingsOf(codes), PEOPLE)
  await desk.run(tasks)
  const lengths = syncedLengths(trace)
  expect(lengths).toHaveLength(tasks.length)
  const image = join(folder, 'image.db')
  copyFileSync(place.file, image)
  writeFileSync(`${image}-wal`, readFileSync(`${place.file}-wal`).subarray(0, lengths.at(-1)))
  const found = await findAfterwards({ kind: 'sqlite', file: image }, tasks, desk.answers)
  expect(found.broken).toEqual([])
  return { answered: tasks.length, lost: found.lost.length }
}

const traced = canTrace ? test : test.skip
if (!canTrace) sayUntraced('what a power cut keeps, by what was synced, and its negative control')

traced(
  'only what was synced survives: with synchronous=FULL that is everything answered',
  async () => {
    const { answered, lost } = await keptAfterCut('FULL')
    printFigure(`power cut by a trace of syncs, FULL: ${answered} answered, ${lost} lost`)
    expect(lost).toBe(0)
  },
  60_000,
)

traced(
  'negative control: with synchronous=NORMAL answered taps are lost',
  async () => {
    const { answered, lost } = await keptAfterCut('NORMAL')
    printFigure(`power cut by a trace of syncs, NORMAL: ${answered} answered, ${lost} lost`)
    expect(lost).toBeGreaterThan(0)
  },
  60_000,
)
