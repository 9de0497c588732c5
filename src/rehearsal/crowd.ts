import type { Language } from '../event/event.ts'
import type { Pick } from '../shared/symbols.ts'
import { mistakeNames, type MistakeName } from './mistakes.ts'
import { drawOne, forkPick, shuffle } from './seeded-pick.ts'
import type { Character } from './simulated-attendee.ts'

/** Most come from the country the event is in. */
const LANGUAGES: readonly [Language, ...Language[]] = ['ko', 'ko', 'ko', 'en', 'ja']

/** Of every dozen, each typical mistake is made once and the others make none; whose it is depends on `pick`. */
export function createCrowd(pick: Pick): () => Character {
  let deck: (MistakeName | 'none')[] = []
  return () => {
    if (deck.length === 0) deck = shuffle([...mistakeNames, ...OTHERS], pick)
    return {
      mistake: deck.pop() ?? 'none',
      language: drawOne(LANGUAGES, pick),
      door: drawOne(['kiosk', 'own-device'], pick),
      pick: forkPick(pick),
    }
  }
}

const DOZEN = 12
const OTHERS = Array.from({ length: DOZEN - mistakeNames.length }, () => 'none' as const)
