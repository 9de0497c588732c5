import { fork } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { EXCHANGE_BOUNDS } from '../src/verification/connection/bounds.ts'
import {
  createGzipBomb,
  createQuickAnswers,
  createSlowAnswers,
} from '../test/support/hostile-answers.ts'
import type { HostileAnswer } from '../test/support/hostile-answers.ts'
import { createAuthority, createCertificate } from '../test/support/hostile-certificates.ts'
import { startHostileCluster } from '../test/support/hostile-cluster.ts'
import { askOnce, DOMAIN, exchangesWithLoopback } from '../test/support/hostile-exchange.ts'
import type { OpenLoopback } from '../test/support/hostile-exchange.ts'

/** Promise 5: each ends by 8.5 s, memory grows under 150 MB, the event loop's p99 is under 100 ms. */
const AT_ONCE = 200
const MEGABYTE = 1024 * 1024

export type HostileMixFigures = {
  answers: number
  wrong: number
  longestMs: number
  loopDelayP99Ms: number
  crashes: number
} & MemoryGrowth

/** Each at its own peak: all of the process, V8's heap as reserved and as used, buffers outside the heap. */
type MemoryGrowth = {
  memoryGrowthMb: number
  heapGrowthMb: number
  usedGrowthMb: number
  outsideGrowthMb: number
}

/** The servers live in a process of their own: only our side of the conversation is measured. */
type Servers = { ports: number[]; authority: string }

/**
 * 200 conversations at once with every kind of hostile cluster, the product's own clocks; then
 * quick answers, 200 at once, until `answers` have been judged in all.
 */
export async function measureHostileMix(answers: number): Promise<HostileMixFigures> {
  const servers = fork(import.meta.filename, ['--servers'], { stdio: 'inherit' })
  try {
    const [{ ports, authority }] = (await once(servers, 'message')) as [Servers]
    const mix = { ports, ...clockedExchanges({ ports, authority }) }
    // Once before the measuring, so that it is not the compiler that is measured.
    await askAtOnce(mix, quickRows)
    return await measure(mix, answers)
  } finally {
    servers.kill()
  }
}

async function measure(mix: Mix, answers: number): Promise<HostileMixFigures> {
  const memory = watchMemory()
  const loop = monitorEventLoopDelay({ resolution: 10 })
  loop.enable()
  const outcomes = await askAtOnce(mix, allRows)
  while (outcomes.length < answers) outcomes.push(...(await askAtOnce(mix, quickRows)))
  loop.disable()
  return {
    answers: outcomes.length,
    wrong: outcomes.filter(({ right }) => !right).length,
    longestMs: Math.round(Math.max(...outcomes.map(({ ms }) => ms))),
    ...memory.growth(),
    loopDelayP99Ms: Math.round(loop.percentile(99) / 1e6),
    crashes,
  }
}

/** What would end the product's process is counted here instead. */
let crashes = 0

let hosts = 0

type Outcome = { right: boolean; ms: number }

/** `begunAt`: when the name service was asked, that is when the conversation left the line. */
type Mix = { ports: readonly number[]; open: OpenLoopback; begunAt: (host: string) => number }

function clockedExchanges({ ports, authority }: Servers): Omit<Mix, 'ports'> {
  const begun = new Map<string, number>()
  const open = exchangesWithLoopback({
    ports,
    authority,
    // The product's bounds, but nobody is turned away for the length of the wait.
    bounds: { ...EXCHANGE_BOUNDS, waitingMs: 120_000 },
    resolver: {
      resolve4: (name) => {
        begun.set(name, performance.now())
        return Promise.resolve(['127.0.0.1'])
      },
      resolve6: () => Promise.resolve([]),
    },
  })
  return { open, begunAt: (host) => begun.get(`${host}.`) ?? 0 }
}

function askAtOnce(
  { ports, open, begunAt }: Mix,
  rows: readonly HostileAnswer[],
): Promise<Outcome[]> {
  return Promise.all(
    Array.from({ length: AT_ONCE }, async (_, n) => {
      const row = n % rows.length
      // A host of its own each time: one host is asked a few times a minute only.
      const host = `c${++hosts}.${DOMAIN}`
      const said = await askOnce(open(ports[row], host))
      const word = said.kind === 'fault' ? said.fault : String(said.status)
      if (word !== rows[row]?.expected) process.stderr.write(`${rows[row]?.name ?? ''}: ${word}\n`)
      return { right: word === rows[row]?.expected, ms: performance.now() - begunAt(host) }
    }),
  )
}

type Memory = Pick<NodeJS.MemoryUsage, 'rss' | 'heapUsed' | 'heapTotal' | 'external'>

/** What the process has grown by at its peak, and of what: the heap, buffers outside it, the rest. */
function watchMemory(): { growth(): MemoryGrowth } {
  const before: Memory = process.memoryUsage()
  const peak = { ...before }
  const look = () => {
    const now = process.memoryUsage()
    for (const part of PARTS) peak[part] = Math.max(peak[part], now[part])
  }
  const timer = setInterval(look, 20)
  return {
    growth: () => {
      clearInterval(timer)
      look()
      const [all, heap, used, outside] = PARTS.map((part) =>
        Math.round((peak[part] - before[part]) / MEGABYTE),
      )
      return {
        memoryGrowthMb: all ?? 0,
        heapGrowthMb: heap ?? 0,
        usedGrowthMb: used ?? 0,
        outsideGrowthMb: outside ?? 0,
      }
    },
  }
}

const PARTS = ['rss', 'heapTotal', 'heapUsed', 'external'] as const

const isServing = process.argv.includes('--servers')
/** 522 kB that would inflate to 512 MiB; our side only needs the row's name. */
const bomb = isServing ? createGzipBomb(512) : Buffer.alloc(0)
const quickRows = createQuickAnswers('https://elsewhere.found.io/', bomb)
const allRows = [...quickRows, ...createSlowAnswers()]

async function serve(): Promise<void> {
  const authority = createAuthority()
  const certificate = createCertificate({ names: [`*.${DOMAIN}`], authority })
  const clusters = await Promise.all(
    allRows.map(({ answer }) => startHostileCluster(answer, certificate)),
  )
  const servers: Servers = { ports: clusters.map(({ port }) => port), authority: authority.cert }
  process.send?.(servers)
  process.on('disconnect', () => process.exit())
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      servers: { type: 'boolean' },
      json: { type: 'boolean', default: false },
      answers: { type: 'string', default: '2000' },
    },
  })
  if (isServing) await serve()
  else {
    process.on('uncaughtException', () => (crashes += 1))
    print(await measureHostileMix(Number(values.answers)), values.json)
  }
}

function print(figures: HostileMixFigures, json: boolean): void {
  const lines = json
    ? [JSON.stringify({ bench: 'hostile-mix', ...figures })]
    : [
        `hostile answers judged      ${figures.answers}, ${figures.wrong} of them wrongly`,
        `longest conversation        ${figures.longestMs} ms   (promised: 8500)`,
        `memory growth at its peak   ${figures.memoryGrowthMb} MB   (promised: under 150)`,
        `  of that V8's heap         ${figures.heapGrowthMb} MB, used ${figures.usedGrowthMb} MB; buffers outside it ${figures.outsideGrowthMb} MB`,
        `event loop delay, p99       ${figures.loopDelayP99Ms} ms   (promised: under 100)`,
        `crashes                     ${figures.crashes}   (promised: 0)`,
      ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
