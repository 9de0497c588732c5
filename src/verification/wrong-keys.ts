/** How long a registration waits after so many keys that its clusters refused. */
const FREE = 3
const WAITS = [5, 15, 60, 120] as const
const LONGEST = 120
/** Who typed no wrong key for so long starts anew. */
const FORGET_MS = 60 * 60_000

type Refused = { connections: ReadonlySet<string>; lastAt: number }

/** Slows the guessing of keys down, by registration: another key, or another cluster, does not shorten the wait. */
export type WrongKeys = {
  /** Whole seconds until this registration's key is tried again; 0: now. */
  secondsLeft(registrationId: string): number
  /** A cluster refused the key of `connection`. Asking again with what was typed once counts once. */
  count(registrationId: string, connection: string): void
  /** Staff let them go on at once. */
  clear(registrationId: string): void
}

/** Kept in memory: a restart forgives. */
export function createWrongKeys({ now }: { now: () => Date }): WrongKeys {
  const known = new Map<string, Refused>()

  const secondsLeft = (registrationId: string) => {
    const refused = known.get(registrationId)
    if (!refused) return 0
    const wait = waitAfter(refused.connections.size)
    const passed = (now().getTime() - refused.lastAt) / 1000
    // A clock that was put back locks nobody out.
    return passed < 0 ? 0 : Math.max(0, Math.ceil(wait - passed))
  }
  const forgetOld = () => {
    const before = now().getTime() - FORGET_MS
    for (const [id, { lastAt }] of known) if (lastAt < before) known.delete(id)
  }

  return {
    secondsLeft,
    count: (registrationId, connection) => {
      forgetOld()
      const { connections, lastAt } = known.get(registrationId) ?? NOBODY
      const isNew = !connections.has(connection)
      known.set(registrationId, {
        connections: new Set([...connections, connection]),
        lastAt: isNew ? now().getTime() : lastAt,
      })
    },
    clear: (registrationId) => {
      known.delete(registrationId)
    },
  }
}

const NOBODY: Refused = { connections: new Set(), lastAt: 0 }

function waitAfter(refusals: number): number {
  if (refusals <= FREE) return 0
  return WAITS[refusals - FREE - 1] ?? LONGEST
}
