import type { Pick } from '../shared/symbols.ts'
import type { PracticeCluster, PracticeClusterOptions } from './practice-cluster.ts'
import { forkPick } from './seeded-pick.ts'
import { createSimulatedLaptop, type SimulatedLaptop } from './simulated-laptop.ts'

/** Every attendee's laptop with its practice cluster: own port, cluster id, host and agent. */
export type Laptops = {
  /** The laptop of the attendee with this tag; its cluster is started when it is asked for first. */
  of: (tag: string) => Promise<SimulatedLaptop>
  /** For tags that nobody needs any more. */
  close: (tag: string) => Promise<void>
  closeAll: () => Promise<void>
}

export type LaptopsNeeds = {
  startCluster: StartCluster
  /** The addresses that may be dialled now; kept up to date here. */
  origins: string[]
  now: () => Date
  pick: Pick
}
type StartCluster = (options: PracticeClusterOptions) => Promise<PracticeCluster>

/** Most are on 9 and have loaded Metricbeat's template. */
const KINDS = [
  { version: '9.5.3', template: 'own' },
  { version: '9.5.3', template: 'own' },
  { version: '9.5.3', template: 'none' },
  { version: '8.19.9', template: 'own' },
] as const

/** No laptop is there until somebody asks for it. */
export function createLaptops({ startCluster, origins, now, pick }: LaptopsNeeds): Laptops {
  const open = new Map<string, Promise<SimulatedLaptop>>()
  const startFresh = onFreshPorts(startCluster)
  const start = async (own: Pick) => {
    const kind = KINDS[own(KINDS.length)] ?? KINDS[0]
    const cluster = await startFresh({ ...kind, now, pick: forkPick(own) })
    origins.push(cluster.origin)
    return createSimulatedLaptop(cluster, { now, pick: forkPick(own) })
  }
  const close = async (tag: string) => {
    const laptop = await open.get(tag)
    if (!laptop || !open.delete(tag)) return
    origins.splice(origins.indexOf(laptop.cluster.origin), 1)
    await laptop.cluster.stop()
  }
  return {
    of: (tag) => {
      const laptop = open.get(tag) ?? start(forkPick(pick))
      open.set(tag, laptop)
      return laptop
    },
    close,
    closeAll: async () => {
      await Promise.all([...open.keys()].map(close))
    },
  }
}

/** Never gives a port out twice: to the booth that would be a cluster somebody has passed with already. */
function onFreshPorts(startCluster: StartCluster): StartCluster {
  const used = new Set<string>()
  return async function startFresh(options): Promise<PracticeCluster> {
    const cluster = await startCluster(options)
    if (used.has(cluster.origin)) {
      // It keeps its port until the next one has another.
      const other = await startFresh(options)
      await cluster.stop()
      return other
    }
    used.add(cluster.origin)
    return cluster
  }
}
