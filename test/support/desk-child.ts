/* A process of its own with the booth's real claims and stock; `desk-process.ts` starts it and says what to do. */
import { randomInt, randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { composeClaims } from '../../src/composition/claims.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import { Secret } from '../../src/shared/secret.ts'
import { createClock, type Clock } from '../../src/stock/moment.ts'
import { takeFirstDeliveries } from '../../src/stock/first-deliveries.sql.ts'
import { openStorage, type Storage } from '../../src/storage/open-storage.ts'
import type { DeskTask, ToDesk } from './desk-process.ts'
import { spoilSqlite } from './spoilt-sqlite.ts'

const event = readEventFile('events/pycon.yaml')

type Use = (ask: unknown) => Promise<unknown>
let uses: Readonly<Record<string, Use>> = {}
let storage: Storage | undefined

async function open({ place, at, spoilt = {} }: Extract<ToDesk, { open: unknown }>['open']) {
  await storage?.close()
  spoilSqlite(spoilt)
  storage = await openStorage(
    place.kind === 'sqlite' ? place : { kind: 'postgres', url: new Secret(place.url) },
  )
  storage.onLost(() => {
    say({ lost: true })
  })
  const clock = createClock(() => (at === undefined ? new Date() : new Date(at)), event)
  await takeFirstDeliveries(storage, event, clock())
  const { claims, stock } = composeClaims(event, outsideOf(storage, clock))
  uses = { ...stock, ...claims, unguarded: unguarded(storage) } as unknown as typeof uses
}

/** Of the outside world, claims and stock need only this; all of it would load much that a kill never meets. */
function outsideOf(storage: Storage, clock: Clock) {
  return {
    storage,
    clock,
    pick: (max: number) => randomInt(max),
    newId: () => randomUUID(),
  } as Parameters<typeof composeClaims>[1]
}

/** The negative control: looks, then writes, as no use case does. */
function unguarded(storage: Storage): Use {
  return async (ask) => {
    const { typed, scanId } = ask as { typed: string; scanId: string }
    const claim = await storage.read
      .selectFrom('claim')
      .select(['id', 'state'])
      .where('code', '=', typed)
      .executeTakeFirstOrThrow()
    if (claim.state !== 'reserved') return { kind: 'already-handed-over' }
    await storage.write((tx) =>
      tx
        .updateTable('claim')
        .set({ state: 'handed', handed_scan: scanId })
        .where('id', '=', claim.id)
        .execute(),
    )
    return { kind: 'handed-over' }
  }
}

/** Written before this returns, so that what the parent reads was answered before any later end of this process. */
function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

async function perform({ n, use, ask }: DeskTask): Promise<'answered' | 'failed'> {
  try {
    say({ n, outcome: await uses[use]?.(ask) })
    return 'answered'
  } catch (error) {
    say({ n, error: describe(error) })
    return 'failed'
  }
}

/** Every cause, innermost last. */
function describe(error: unknown): string {
  const { name, message, errcode = '', cause } = error as Error & { errcode?: number }
  const own = `${name} ${errcode} ${message}`
  return cause === undefined ? own : `${own} < ${describe(cause)}`
}

/** Each lane goes through every so-manieth task in order, so that no turn of a code overtakes the one before it. */
async function run({
  run,
  together,
  untilError,
}: Extract<ToDesk, { run: unknown }>): Promise<void> {
  let goesOn = true
  await Promise.all(
    Array.from({ length: together }, async (_, lane) => {
      for (const task of run.filter((_task, index) => index % together === lane)) {
        if (!goesOn) return
        if ((await perform(task)) === 'failed' && untilError) goesOn = false
      }
    }),
  )
  say({ done: true })
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const said = JSON.parse(line) as ToDesk
    if ('run' in said) void run(said)
    else
      open(said.open).then(
        () => {
          say({ opened: true })
        },
        (error: unknown) => {
          say({ refused: describe(error) })
        },
      )
  })
  .on('close', () => process.exit(0))
say({ ready: true })
