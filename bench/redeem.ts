import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkInvariants } from '../src/commands/check-invariants.ts'
import { openStorage, type Storage } from '../src/storage/open-storage.ts'
import { fillBooth, takeBack } from './redeem/filled-booth.ts'
import { measureOnPostgres } from './redeem/on-postgres.ts'
import { recordHandOver, type Recorded } from './redeem/recorded-hand-over.ts'
import { GOALS, print, printJson } from './redeem/report.ts'
import { sendHandOvers, type Round } from './redeem/senders.ts'
import { startServer, type ServerProcess } from './redeem/server-process.ts'

const SENDERS = [1, 8, 32] as const
/** Hand-overs in one round: about a second each. */
const TAPS = { 1: 1_000, 8: 2_000, 32: 3_000 }
const ROUNDS = 5
const PEOPLE = 5_000
const GROWN = { from: 1_000, to: 100_000, taps: 800, rounds: 13 }

type Side = { server: ServerProcess; storage: Storage; codes: readonly string[] }
type Measured = { floor: Round[]; ours: Round[] }

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, profile: { type: 'string' } },
})
const folder = mkdtempSync(join(tmpdir(), 'booth-bench-'))
const opened: { server: ServerProcess; storage: Storage }[] = []
try {
  await measure()
} finally {
  for (const { server, storage } of opened) {
    await server.stop()
    await storage.close()
  }
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const statements = await recordStatements()
  const floor = await openSide('floor', PEOPLE, { statements })
  const ours = await openSide('ours', PEOPLE)
  const bySenders = await measureSenders(floor, ours)
  const figures = SENDERS.map((senders) => figuresOf(senders, bySenders[senders]))
  const growth = await measureGrowth()
  const broken = await brokenPromises(ours)
  const shares = [
    ...figures.map(({ ratio, goal }) => ratio / goal),
    ...figures.map(({ cpuRatio }) => GOALS.cpu / cpuRatio),
    ...figures.map(({ p99Ratio }) => GOALS.p99 / p99Ratio),
    GOALS.statements / statements.length,
    GOALS.growth / growth,
  ]
  const report = { figures, growth, statements: statements.length, lowest: Math.min(...shares) }
  if (options.json) printJson(report)
  else {
    print(report)
    for (const line of await measureOnPostgres()) process.stdout.write(`${line}\n`)
  }
  if (broken.length > 0) throw new Error(`the bench broke a promise: ${broken.join('; ')}`)
}

/** The product's own statements, from a hand-over in a small booth. */
async function recordStatements(): Promise<Recorded[]> {
  const storage = await openStorage({ kind: 'sqlite', file: join(folder, 'recorded.db') })
  const [code = ''] = await fillBooth(storage, 1)
  const statements = await recordHandOver(storage, code)
  await storage.close()
  return statements
}

async function openSide(
  name: string,
  people: number,
  floor?: { statements: readonly Recorded[] },
): Promise<Side> {
  const file = join(folder, `${name}.db`)
  const storage = await openStorage({ kind: 'sqlite', file })
  const codes = await fillBooth(storage, people)
  const logins = Math.max(...SENDERS)
  const server = await (floor
    ? startServer('floor-server', { file, ...floor }, options.profile)
    : startServer(
        'booth-server',
        { place: { kind: 'sqlite', file }, people, logins },
        options.profile,
      ))
  opened.push({ server, storage })
  return { server, storage, codes }
}

async function round({ server, storage, codes }: Side, senders: number, taps: number) {
  const sent = codes.slice(0, taps)
  const figures = await sendHandOvers([server], sent, senders)
  await takeBack(storage, sent)
  return figures
}

/** Floor and ours in turn, so that a busy moment of the machine meets both. */
async function measureSenders(floor: Side, ours: Side) {
  const measured = { 1: empty(), 8: empty(), 32: empty() }
  for (const side of [floor, ours, floor, ours]) await round(side, 8, TAPS[8])
  for (let n = 0; n < ROUNDS; n++)
    for (const senders of SENDERS) {
      measured[senders].floor.push(await round(floor, senders, TAPS[senders]))
      measured[senders].ours.push(await round(ours, senders, TAPS[senders]))
    }
  return measured
}

function empty(): Measured {
  return { floor: [], ours: [] }
}

/** Processor time a hand-over with many registrations, as a multiple of that with few; each round compares the two. */
async function measureGrowth(): Promise<number> {
  const few = await openSide('few', GROWN.from)
  const many = await openSide('many', GROWN.to)
  const growth: number[] = []
  for (let n = 0; n < GROWN.rounds; n++) {
    const before = (await round(few, 8, GROWN.taps)).cpuMs
    growth.push((await round(many, 8, GROWN.taps)).cpuMs / before)
  }
  // The first rounds warm both up.
  return median(growth.slice(2))
}

function figuresOf(senders: (typeof SENDERS)[number], { floor, ours }: Measured) {
  const rates = ours.map(({ perSecond }) => perSecond)
  const ratioOf = (name: keyof Round) =>
    median(ours.map((one) => one[name])) / median(floor.map((one) => one[name]))
  return {
    senders,
    goal: GOALS.perSecond[senders],
    ratio: ratioOf('perSecond'),
    cpuRatio: ratioOf('cpuMs'),
    p99Ratio: ratioOf('p99Ms'),
    value: median(rates),
    floor: median(floor.map(({ perSecond }) => perSecond)),
    min: Math.min(...rates),
    max: Math.max(...rates),
    p99Ms: median(ours.map(({ p99Ms }) => p99Ms)),
  }
}

async function brokenPromises({ server, storage, codes }: Side): Promise<string[]> {
  await sendHandOvers([server], codes.slice(0, TAPS[32]), 32)
  const lines: string[] = []
  await checkInvariants({ storage, write: (line) => lines.push(line) })
  return lines.filter((line) => line.includes('BROKEN'))
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
