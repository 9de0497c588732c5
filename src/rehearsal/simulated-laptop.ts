import type { Pick } from '../shared/symbols.ts'
import type { PracticeCluster } from './practice-cluster.ts'
import { createSimulatedMetricbeat } from './simulated-metricbeat.ts'
import type { TagPlacement } from './tag-placement.ts'

export type Shipping = {
  tag: string
  placement: TagPlacement
  everySeconds: number
  /** The first round lies so many seconds back; 0 when left out. */
  sinceSeconds?: number
  /** No round later than this, counted from the first; never ends when left out. */
  forSeconds?: number
  metricsets?: readonly string[]
}

/** A laptop whose Metricbeat ships to a practice cluster of its own. */
export type SimulatedLaptop = {
  readonly cluster: PracticeCluster
  /** (Re)starts Metricbeat with these settings. */
  ship: (shipping: Shipping) => void
  /** Ships every round that is due by now; nothing arrives between two calls. */
  catchUp: () => void
}

/** Milliseconds since 1970. */
type Rounds = { next: number; end: number; shipping: Shipping }

/** `pick` draws host, agent and metrics: the same sequence gives the same laptop. */
export function createSimulatedLaptop(
  cluster: PracticeCluster,
  { now, pick }: { now: () => Date; pick: Pick },
): SimulatedLaptop {
  let rounds: Rounds | undefined
  const shipRound = createRoundShipping(cluster, pick)
  const catchUp = () => {
    if (!rounds) return
    const { end, shipping } = rounds
    const until = Math.min(now().getTime(), end)
    for (; rounds.next <= until; rounds.next += shipping.everySeconds * 1000)
      shipRound.at(rounds.next, shipping)
  }
  return {
    cluster,
    ship: (shipping) => {
      catchUp()
      shipRound.restart()
      const { sinceSeconds = 0, forSeconds = Infinity } = shipping
      const next = now().getTime() - sinceSeconds * 1000
      rounds = { next, end: next + forSeconds * 1000, shipping }
      catchUp()
    },
    catchUp,
  }
}

/** The Metricbeat of one laptop, one round of documents at a time. */
function createRoundShipping(cluster: PracticeCluster, pick: Pick) {
  let roundAt = 0
  const metricbeat = createSimulatedMetricbeat({
    hostName: `laptop-${hex(4, pick)}`,
    hostId: hex(32, pick),
    agentId: [8, 4, 4, 4, 12].map((length) => hex(length, pick)).join('-'),
    version: '9.3.0',
    now: () => new Date(roundAt),
    pick,
  })
  return {
    restart: () => {
      metricbeat.restart()
    },
    at: (at: number, { tag, placement, metricsets }: Shipping) => {
      roundAt = at
      const some = metricsets && { metricsets }
      cluster.index(metricbeat.documents({ tag, placement, seconds: 0, ...some }))
    },
  }
}

function hex(length: number, pick: Pick): string {
  return Array.from({ length }, () => pick(16).toString(16)).join('')
}
