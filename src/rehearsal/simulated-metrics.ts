import type { Pick } from '../shared/symbols.ts'
import { processRound } from './simulated-process.ts'
import { share, type Metrics } from './simulated-values.ts'

export type Metricset = {
  readonly dataset: string
  /** Milliseconds, as delivered. */
  readonly period: number
  /** One entry a document of one round; each is merged into the document. */
  readonly rounds: (pick: Pick, isOld: boolean) => readonly Metrics[]
}

const SECOND = 1000
const CORES = 8
const MEMORY = 16 * 2 ** 30
const DISK = 512 * 10 ** 9

/**
 * The system module of Metricbeat as delivered: periods and fields of the recorded documents
 * (elastic.md §4.1, §4.3). Two interfaces and four processes keep a rehearsal small.
 */
export const metricsets: Readonly<Record<string, Metricset>> = {
  cpu: { dataset: 'system.cpu', period: 10 * SECOND, rounds: (pick) => [cpu(pick)] },
  load: { dataset: 'system.load', period: 10 * SECOND, rounds: (pick) => [load(pick)] },
  memory: { dataset: 'system.memory', period: 10 * SECOND, rounds: (pick) => [memory(pick)] },
  network: {
    dataset: 'system.network',
    period: 10 * SECOND,
    rounds: (pick) => [networkOf('lo', pick), networkOf('eth0', pick), networkTotal(pick)],
  },
  process: {
    dataset: 'system.process',
    period: 10 * SECOND,
    rounds: processRound,
  },
  process_summary: {
    dataset: 'system.process.summary',
    period: 10 * SECOND,
    rounds: (pick) => [processSummary(pick)],
  },
  socket_summary: {
    dataset: 'system.socket.summary',
    period: 10 * SECOND,
    rounds: (pick) => [socketSummary(pick)],
  },
  filesystem: {
    dataset: 'system.filesystem',
    period: 60 * SECOND,
    rounds: (pick) => [filesystem(pick)],
  },
  fsstat: { dataset: 'system.fsstat', period: 60 * SECOND, rounds: (pick) => [fsstat(pick)] },
  uptime: { dataset: 'system.uptime', period: 900 * SECOND, rounds: (pick) => [uptime(pick)] },
}

function ofCores(pick: Pick): Metrics {
  const norm = share(pick)
  return { pct: Number((norm * CORES).toFixed(4)), norm: { pct: norm } }
}

function cpu(pick: Pick): Metrics {
  const names = ['user', 'system', 'nice', 'idle', 'iowait', 'irq', 'softirq', 'steal', 'total']
  const parts = names.map((name) => [name, ofCores(pick)] as const)
  return {
    host: { cpu: { usage: share(pick) } },
    system: { cpu: { cores: CORES, ...Object.fromEntries(parts) } },
  }
}

function load(pick: Pick): Metrics {
  const [one, five, fifteen] = [pick(400) / 100, pick(400) / 100, pick(400) / 100]
  const norm = { '1': one / CORES, '5': five / CORES, '15': fifteen / CORES }
  return { system: { load: { cores: CORES, '1': one, '5': five, '15': fifteen, norm } } }
}

function memory(pick: Pick): Metrics {
  const [bytes, actual] = [pick(MEMORY), pick(MEMORY)]
  return {
    system: {
      memory: {
        total: MEMORY,
        free: MEMORY - bytes,
        cached: pick(MEMORY),
        used: { bytes, pct: bytes / MEMORY },
        actual: { free: MEMORY - actual, used: { bytes: actual, pct: actual / MEMORY } },
        swap: { total: 0, free: 0, used: { bytes: 0 } },
      },
    },
  }
}

function networkOf(name: string, pick: Pick): Metrics {
  const traffic = () => ({ bytes: pick(10 ** 8), packets: pick(10 ** 5), errors: 0, dropped: 0 })
  return { system: { network: { name, in: traffic(), out: traffic() } } }
}

/** The one document of a round without an interface: the sum, under `host`. */
function networkTotal(pick: Pick): Metrics {
  const traffic = () => ({ bytes: pick(10 ** 8), packets: pick(10 ** 5) })
  return { host: { network: { ingress: traffic(), egress: traffic() } } }
}

function processSummary(pick: Pick): Metrics {
  const [sleeping, idle] = [pick(100), pick(100)]
  const threads = { blocked: 0, running: pick(8) }
  return { system: { process: { summary: { total: sleeping + idle, sleeping, idle, threads } } } }
}

function socketSummary(pick: Pick): Metrics {
  const names = ['established', 'listening', 'close_wait', 'time_wait', 'syn_sent', 'syn_recv']
  const states = names.map((name) => [name, pick(10)] as const)
  const never = { fin_wait1: 0, fin_wait2: 0, closing: 0, last_ack: 0, orphan: 0 }
  const all = { count: pick(100), ...Object.fromEntries(states), ...never }
  const summary = {
    all: { count: pick(100), listening: pick(10) },
    tcp: { memory: 0, all },
    udp: { memory: 0, all: { count: pick(10) } },
  }
  return { system: { socket: { summary } } }
}

function filesystem(pick: Pick): Metrics {
  const bytes = pick(DISK)
  const free = DISK - bytes
  return {
    system: {
      filesystem: {
        device_name: '/dev/sda1',
        type: 'ext4',
        mount_point: '/',
        options: 'rw,relatime',
        total: DISK,
        free,
        available: free,
        used: { bytes, pct: bytes / DISK },
        files: 16_777_216,
        free_files: pick(16_777_216),
      },
    },
  }
}

function fsstat(pick: Pick): Metrics {
  const used = pick(DISK)
  const total_size = { total: DISK, used, free: DISK - used }
  return { system: { fsstat: { count: 1, total_files: 16_777_216, total_size } } }
}

function uptime(pick: Pick): Metrics {
  return { system: { uptime: { duration: { ms: SECOND * (600 + pick(86_400)) } } } }
}
