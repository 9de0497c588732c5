/** What holds the next check up, for the page's words: seconds from now, and the moment as ISO-8601. */
export type Pace = {
  /** Checking by hand; `day`: enough for a day. */
  hand: null | { seconds: number; at: string; day: boolean }
  /** Too many keys did not work. */
  key: null | { seconds: number; at: string }
  /** The page has asked by itself often enough for a day. */
  itself: null | { at: string }
  /** How many checks, anybody's, wait for a place. */
  line: number
}

type Limit = { secondsLeft(key: string): number }
type Limits = {
  checksByHand: Limit
  checksByItself: Limit
  wrongKeys: Limit
  openExchange: { waiting?: () => number }
  now: () => Date
}

/** Longer than this is no countdown any more. */
const COUNTED_DOWN = 120

/** What holds `registrationId` up right now; looking uses up no try. */
export function paceOf(registrationId: string, limits: Limits): Pace {
  const wait = (limit: Limit) => {
    const seconds = limit.secondsLeft(registrationId)
    const at = new Date(limits.now().getTime() + seconds * 1000).toISOString()
    return seconds === 0 ? null : { seconds, at }
  }
  const hand = wait(limits.checksByHand)
  const itself = wait(limits.checksByItself)
  return {
    hand: hand && { ...hand, day: hand.seconds > COUNTED_DOWN },
    key: wait(limits.wrongKeys),
    itself: itself && { at: itself.at },
    line: limits.openExchange.waiting?.() ?? 0,
  }
}
