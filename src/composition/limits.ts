import type { Claims } from '../claims/claims.ts'
import type { Outside } from '../outside.ts'
import { allOf, createAttempts } from '../platform/http/limits.ts'
import { createTokenBucket } from '../platform/http/token-bucket.ts'
import { createDeskLimits, MOST_TAPS, MOST_UNKNOWN } from '../staff/desk-limits.ts'
import { createRecentTaps } from '../staff/recent-taps.sql.ts'

type Ports = Pick<Outside, 'storage' | 'now'> & { claims: Pick<Claims, 'whatBecameOf'> }

const MINUTE = 60
const DAY = 86_400

/** Keys are people, devices or the booth; an address, which hundreds share, only has a ceiling. Figures: docs/limits.md. */
export function composeLimits(ports: Ports) {
  const { now } = ports
  return {
    checksByHand: allOf([
      createTokenBucket({ size: 4, backEverySeconds: 20, now }),
      createAttempts({ tries: 100, seconds: DAY, now }),
    ]),
    checksByItself: createAttempts({ tries: 600, seconds: DAY, now }),
    kioskRegistrations: createAttempts({ tries: 30, seconds: MINUTE, now }),
    kioskOverflows: createAttempts({ tries: 10_000, seconds: 10 * MINUTE, now }),
    ownRegistrations: createAttempts({ tries: 120, seconds: MINUTE, now }),
    guesses: createAttempts({ tries: 600, seconds: MINUTE, now }),
    deskLimits: composeDeskLimits(ports),
    addresses: createTokenBucket({ size: 3_000, backEverySeconds: 1 / 600, now }),
  }
}

/** Counted where taps are kept, for every instance, and in this process, for what arrives at the same moment. */
function composeDeskLimits({ storage, now, claims }: Ports) {
  return createDeskLimits({
    lookUps: createAttempts({ tries: MOST_TAPS, seconds: MINUTE, now }),
    handOvers: createAttempts({ tries: MOST_TAPS, seconds: MINUTE, now }),
    unknownCodes: createAttempts({ tries: MOST_UNKNOWN, seconds: MINUTE, now }),
    recentTaps: createRecentTaps(storage),
    wasKept: async (scanId, device) => (await claims.whatBecameOf(scanId, device)) !== undefined,
    now,
  })
}
