import type { Pick } from '../shared/symbols.ts'
import type { MetricbeatDocument } from './practice-documents.ts'
import { metricsets } from './simulated-metrics.ts'
import type { Metricset } from './simulated-metrics.ts'
import { placeTag } from './tag-placement.ts'
import type { PlacedTag, TagPlacement } from './tag-placement.ts'

export type Laptop = {
  readonly hostName: string
  /** 32 hexadecimal digits. */
  readonly hostId: string
  /** UUID kept in Metricbeat's data folder. */
  readonly agentId: string
  /** Of Metricbeat; below 8 the documents differ a little. */
  readonly version: string
  /** The true time; a wrong clock is said by `clockOffsetSeconds`. */
  readonly now: () => Date
  /** The same sequence makes the same documents. */
  readonly pick: Pick
}

export type Shipment = {
  readonly tag: string
  readonly placement: TagPlacement
  /** Documents from so many seconds ago until now, both ends included; 0 gives one round. */
  readonly seconds: number
  /** Names such as `cpu`; all of the system module when left out. */
  readonly metricsets?: readonly string[]
  /** How far the laptop's clock is ahead (positive) or behind (negative). */
  readonly clockOffsetSeconds?: number
}

export type SimulatedMetricbeat = {
  readonly hostName: string
  ephemeralId(): string
  /** As after `systemctl restart`: the same agent with a new ephemeral id. */
  restart(): void
  documents(shipment: Shipment): MetricbeatDocument[]
}

/** The shortest period, in which all rounds are counted. */
const TICK = 10_000

/** A Metricbeat whose documents look like the recorded ones of 9.3.0 and 7.17.29 (elastic.md §4.1). */
export function createSimulatedMetricbeat(laptop: Laptop): SimulatedMetricbeat {
  let ephemeralId = pickUuid(laptop.pick)
  return {
    hostName: laptop.hostName,
    ephemeralId: () => ephemeralId,
    restart: () => {
      ephemeralId = pickUuid(laptop.pick)
    },
    documents: (shipment) => makeDocuments(laptop, ephemeralId, shipment),
  }
}

function makeDocuments(
  laptop: Laptop,
  ephemeralId: string,
  shipment: Shipment,
): MetricbeatDocument[] {
  const { tag, placement, seconds, clockOffsetSeconds = 0 } = shipment
  const placed = placeTag(tag, placement)
  const wanted = shipment.metricsets ?? Object.keys(metricsets)
  const end = laptop.now().getTime() + clockOffsetSeconds * 1000
  return elapsedTimes(seconds * 1000).flatMap((elapsed) =>
    wanted.flatMap((name) => {
      const metricset = metricsets[name]
      if (!metricset || !isDue(elapsed, metricset.period)) return []
      const about = {
        name,
        metricset,
        at: new Date(end - seconds * 1000 + elapsed),
        ephemeralId,
        placed,
      }
      return metricset.rounds(laptop.pick, isOld(laptop)).map((metrics) => {
        return merge(toFrame(laptop, about), metrics) as MetricbeatDocument
      })
    }),
  )
}

/** Milliseconds since the beginning: every tick, and the very end. */
function elapsedTimes(length: number): number[] {
  const ticks = Array.from({ length: Math.floor(length / TICK) + 1 }, (_, at) => at * TICK)
  return ticks.at(-1) === length ? ticks : [...ticks, length]
}

/** Between two ticks only the fast metricsets report. */
function isDue(elapsed: number, period: number): boolean {
  return elapsed % period === 0 || (period === TICK && elapsed % TICK !== 0)
}

type About = {
  name: string
  metricset: Metricset
  at: Date
  ephemeralId: string
  placed: PlacedTag
}

/** The fields that every document has, whatever it measures. */
function toFrame(laptop: Laptop, about: About): Record<string, unknown> {
  const { name, metricset, at, placed } = about
  const { name: agentName = laptop.hostName, ...places } = placed
  return {
    '@timestamp': at.toISOString(),
    event: {
      module: 'system',
      dataset: metricset.dataset,
      duration: 10_000 + laptop.pick(10 ** 6),
    },
    metricset: { name, period: metricset.period },
    service: { type: 'system' },
    ecs: { version: isOld(laptop) ? '1.12.0' : '8.0.0' },
    host: toHost(laptop, isOld(laptop) ? agentName : laptop.hostName),
    agent: toAgent(laptop, agentName, about.ephemeralId),
    ...places,
  }
}

function toAgent(laptop: Laptop, name: string, ephemeral_id: string): Record<string, unknown> {
  const { version, agentId: id, hostName: hostname } = laptop
  const agent = { type: 'metricbeat', version, id, ephemeral_id, name }
  return isOld(laptop) ? { ...agent, hostname } : agent
}

function isOld({ version }: Laptop): boolean {
  return version.startsWith('7.')
}

function toHost({ hostName, hostId }: Laptop, name: string): Record<string, unknown> {
  return {
    name,
    hostname: hostName,
    id: hostId,
    architecture: 'x86_64',
    containerized: false,
    ip: ['192.0.2.10'],
    mac: ['00-00-5E-00-53-01'],
    os: {
      type: 'linux',
      platform: 'debian',
      family: 'debian',
      name: 'Debian GNU/Linux',
      version: '12 (bookworm)',
      codename: 'bookworm',
      kernel: '6.1.0-25-amd64',
    },
  }
}

/** `more` wins; objects are merged, everything else is replaced. */
function merge(base: unknown, more: unknown): unknown {
  if (!isPlain(base) || !isPlain(more)) return more
  const names = [...new Set([...Object.keys(base), ...Object.keys(more)])]
  return Object.fromEntries(
    names.map((name) => [name, name in more ? merge(base[name], more[name]) : base[name]]),
  )
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function pickUuid(pick: Pick): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => pick(16).toString(16)).join('')
  return [digits(8), digits(4), `4${digits(3)}`, `8${digits(3)}`, digits(12)].join('-')
}
