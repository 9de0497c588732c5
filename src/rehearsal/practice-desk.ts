import type { PracticeDesk } from '../verification/mission.routes.ts'
import type { Mission } from '../event/event.ts'
import type { Laptops } from './laptops.ts'
import type { Shipping } from './simulated-laptop.ts'

export type PracticeDeskNeeds = {
  laptops: Laptops
  /** @throws Error when there is no such registration */
  tagOf: (registrationId: string) => Promise<string>
  mission: Mission
}

export type RunningPracticeDesk = PracticeDesk & {
  /** Called again and again: ships what is due from everybody's laptop. */
  turn: () => void
}

/** Somebody who forgets the page open overnight must not fill the machine. */
const LONGEST_SECONDS = 1_800
/** So much of the mission is left to watch after *ship right*. */
const LEFT_TO_WATCH_SECONDS = 10
/** `live` of the check counts the last two minutes. */
const QUIET_SECONDS = 121
const FAST = ['cpu', 'memory', 'load', 'process_summary', 'socket_summary', 'network', 'process']

/** Plays the laptop and the cluster of a visitor who does the mission by hand. */
export function createPracticeDesk({
  laptops,
  tagOf,
  mission,
}: PracticeDeskNeeds): RunningPracticeDesk {
  const shipping = new Set<{ catchUp: () => void }>()
  return {
    connectionOf: async (registrationId) => {
      const { cluster } = await laptops.of(await tagOf(registrationId))
      return { address: cluster.origin, key: cluster.readKey.encoded }
    },
    ship: async (registrationId, how) => {
      const tag = await tagOf(registrationId)
      const laptop = await laptops.of(tag)
      laptop.ship(shippingOf(how, tag, mission))
      shipping.add(laptop)
    },
    turn: () => {
      for (const laptop of shipping) laptop.catchUp()
    },
  }
}

function shippingOf(how: Parameters<PracticeDesk['ship']>[1], tag: string, mission: Mission) {
  const metricsets = FAST.slice(0, mission.metricsets)
  const some = { tag, metricsets, forSeconds: LONGEST_SECONDS } as const
  switch (how) {
    case 'right':
      return { ...some, placement: 'right', ...backlog(mission) } satisfies Shipping
    case 'wrong-tag':
      return { ...some, placement: 'wrong-case', everySeconds: 1 } satisfies Shipping
    case 'stopped': {
      const forSeconds = mission.seconds / 3
      return {
        ...some,
        placement: 'right',
        everySeconds: 5,
        sinceSeconds: QUIET_SECONDS + forSeconds,
        forSeconds,
      } satisfies Shipping
    }
  }
}

/** Enough documents, and nearly enough seconds: the rest is watched arriving. */
function backlog({ seconds, documents, metricsets }: Mission) {
  const sinceSeconds = Math.max(0, seconds - LEFT_TO_WATCH_SECONDS)
  const rounds = Math.max(sinceSeconds, Math.ceil(documents / metricsets))
  return { sinceSeconds, everySeconds: sinceSeconds > 0 ? sinceSeconds / rounds : 1 }
}
