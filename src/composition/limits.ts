import { allOf, createAttempts } from '../platform/http/limits.ts'
import { createTokenBucket } from '../platform/http/token-bucket.ts'

const MINUTE = 60
const DAY = 86_400

/** Every key is a person, a device or the booth, never an address (hundreds share one). Figures: docs/limits.md. */
export function composeLimits({ now }: { now: () => Date }) {
  const perMinute = (tries: number) => createAttempts({ tries, seconds: MINUTE, now })
  return {
    checksByHand: allOf([
      createTokenBucket({ size: 4, backEverySeconds: 20, now }),
      createAttempts({ tries: 100, seconds: DAY, now }),
    ]),
    checksByItself: createAttempts({ tries: 600, seconds: DAY, now }),
    kioskRegistrations: perMinute(30),
    kioskOverflows: createAttempts({ tries: 10_000, seconds: 10 * MINUTE, now }),
    ownRegistrations: perMinute(120),
    guesses: perMinute(600),
    lookUps: perMinute(120),
    handOvers: perMinute(120),
    unknownCodes: perMinute(60),
    addresses: createTokenBucket({ size: 3_000, backEverySeconds: 1 / 600, now }),
  }
}
