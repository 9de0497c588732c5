import type { Pick } from '../shared/symbols.ts'
import { share, type Metrics } from './simulated-values.ts'

const NAMES = ['metricbeat', 'node', 'bash', 'systemd']
/** Of everyday documents of the process metricset, one in about twenty only reports an error. */
const ERROR_IN = 20

/**
 * One document a process, and on 8 and 9 now and then one without metrics: neither a fault nor a
 * proof of metrics (elastic.md §4.1).
 */
export function processRound(pick: Pick, isOld: boolean): readonly Metrics[] {
  const documents = NAMES.map((name) => processOf(name, pick))
  const isPartial = pick(ERROR_IN) === 0 && !isOld
  return isPartial ? [...documents, { error: { message: PARTIAL } }] : documents
}

const PARTIAL =
  'non fatal error; reporting partial metrics: error fetching PID metrics for 1 processes, most ' +
  'likely a "permission denied" error. Enable debug logging to determine the exact cause.'

const STARTED = '2026-01-01T00:00:00.000Z'

function processOf(name: string, pick: Pick): Metrics {
  const pct = share(pick)
  const command = `/usr/bin/${name}`
  return {
    process: {
      name,
      pid: 1000 + pick(9000),
      pgid: 1000,
      parent: { pid: 1 },
      state: 'sleeping',
      args: [command],
      command_line: command,
      executable: command,
      working_directory: '/',
      cpu: { start_time: STARTED },
      memory: { pct },
    },
    user: { name: 'root' },
    system: { process: { cmdline: command, ...processMetrics(pct, pick) } },
  }
}

function processMetrics(pct: number, pick: Pick): Metrics {
  return {
    state: 'sleeping',
    num_threads: 1 + pick(20),
    memory: { size: pick(10 ** 9), share: pick(10 ** 8), rss: { bytes: pick(10 ** 8), pct } },
    cpu: { start_time: STARTED, total: { value: pick(10_000) } },
    fd: { open: pick(100), limit: { soft: 20_000, hard: 20_000 } },
    io: inputOutput(pick),
    cgroup: { id: '/', path: '/', cgroups_version: 2 },
  }
}

function inputOutput(pick: Pick): Metrics {
  const names = ['read_char', 'write_char', 'read_ops', 'write_ops', 'read_bytes', 'write_bytes']
  const counts = names.map((name) => [name, pick(10 ** 6)] as const)
  return { ...Object.fromEntries(counts), cancelled_write_bytes: 0 }
}
