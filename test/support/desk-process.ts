import { spawn, type ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import type { Spoilt } from './spoilt-sqlite.ts'

/** One call of a use case of claims or stock, by name. */
export type DeskTask = { n: number; use: string; ask: unknown }
/** `error`: thrown, with every cause; the caller does not know whether it was done. */
export type DeskAnswer = { n: number; outcome?: { kind: string }; error?: string }

export type ToDesk =
  | {
      open: {
        place: Extract<DatabasePlace, { kind: 'sqlite' }> | { kind: 'postgres'; url: string }
        at?: string
        spoilt?: Spoilt
      }
    }
  /** `untilError`: leaves the rest out after the first tap that fails. */
  | { run: readonly DeskTask[]; together: number; untilError?: boolean }

type FromDesk =
  | { ready: true }
  | { opened: true }
  | { refused: string }
  | { lost: true }
  | { done: true }
  | DeskAnswer

export type DeskProcess = Awaited<ReturnType<typeof startDeskProcess>>

const CHILD = fileURLToPath(new URL('desk-child.ts', import.meta.url))

/** Starts a process with the booth's claims and stock in it; nothing is open yet. `under`: a command that runs it. */
export async function startDeskProcess(under: readonly string[] = []) {
  const [program, ...args] = [
    ...under,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    CHILD,
  ]
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: {} })
  const said = listen(child)
  const send = (message: ToDesk) => child.stdin.write(`${JSON.stringify(message)}\n`)
  const toEnd = async (message: ToDesk) => {
    const before = said.lines.filter((line) => 'done' in line).length
    send(message)
    await said.until(() => said.lines.filter((line) => 'done' in line).length > before)
    return said.answers
  }
  await said.next('ready')
  return {
    child,
    /** Every answer so far, in the order of their arrival. */
    answers: said.answers,
    /** Resolves when so many answers have come, or the process has ended. */
    answered: (count: number) => said.until(() => said.answers.length >= count),
    /** True when the file was given up. */
    hasLost: () => said.lines.some((line) => 'lost' in line),
    open: async (place: DatabasePlace, more: { at?: string; spoilt?: Spoilt } = {}) => {
      const sent = place.kind === 'sqlite' ? place : { ...place, url: place.url.use((url) => url) }
      const isOpened = (line: FromDesk) => 'opened' in line || 'refused' in line
      const before = said.lines.filter(isOpened).length
      send({ open: { place: sent, ...more } })
      await said.until(() => said.lines.filter(isOpened).length > before)
      const last = said.lines.findLast(isOpened)
      if (said.isOver() || !last) throw new Error('the process ended while it opened the database')
      if ('refused' in last) throw new Error(last.refused)
    },
    /** Begins; `answers` fills. Resolves when all are done or the process has ended. */
    run: (run: readonly DeskTask[], together = 1) => toEnd({ run, together }),
    runUntilError: (run: readonly DeskTask[], together: number) =>
      toEnd({ run, together, untilError: true }),
    kill: () => end(child, 'SIGKILL'),
  }
}

function listen(child: ChildProcess) {
  const lines: FromDesk[] = []
  const answers: DeskAnswer[] = []
  const news = new EventEmitter()
  news.setMaxListeners(0)
  let isOver = false
  createInterface({ input: child.stdout! })
    .on('line', (text) => {
      const line = readLine(text)
      // Killed in the middle of a line: half an answer is none.
      if (line === undefined) return
      lines.push(line)
      if ('n' in line) answers.push(line)
      news.emit('line')
    })
    .on('close', () => {
      isOver = true
      news.emit('line')
    })
  child.stdin!.on('error', () => undefined)
  const until = async (isSo: () => boolean) => {
    while (!isSo() && !isOver) await once(news, 'line')
  }
  return {
    lines,
    answers,
    until,
    isOver: () => isOver,
    next: async (key: string) => {
      await until(() => lines.some((line) => key in line))
      if (isOver) throw new Error('the desk process did not start; its words are above')
    },
  }
}

function readLine(text: string): FromDesk | undefined {
  try {
    return JSON.parse(text) as FromDesk
  } catch {
    return undefined
  }
}

/** Resolves when its output has been read to the end, too. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}
