import { createAttempts } from '../platform/http/limits.ts'

/** Every key is a person, a device or the booth, never an address (hundreds share one). Figures: docs/limits.md. */
export function composeLimits() {
  return {
    checksByHand: createAttempts({ tries: 4, seconds: 80 }),
    checksByItself: createAttempts({ tries: 600, seconds: 86_400 }),
    kioskRegistrations: createAttempts({ tries: 30, seconds: 60 }),
    ownRegistrations: createAttempts({ tries: 120, seconds: 60 }),
    // Shared by everybody, so high enough that no stranger locks people out; one hit in 50 codes takes weeks.
    guesses: createAttempts({ tries: 600, seconds: 60 }),
    lookUps: createAttempts({ tries: 120, seconds: 60 }),
    handOvers: createAttempts({ tries: 120, seconds: 60 }),
    unknownCodes: createAttempts({ tries: 60, seconds: 60 }),
  }
}
