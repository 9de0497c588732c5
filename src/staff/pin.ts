/** Fewer digits are guessed, more are forgotten. */
const PIN = /^\d{6,8}$/

/** Runs of one digit, or counting up or down: what a thief tries first. */
const TOO_EASY = /^(\d)\1+$/
const COUNTING = ['0123456789012345', '5432109876543210'] as const

/** What is wrong with a PIN that somebody wants to set; undefined: nothing. */
export function faultOfPin(pin: string): 'pin' | 'pin-easy' | undefined {
  if (!PIN.test(pin)) return 'pin'
  const isCounting = COUNTING.some((run) => run.includes(pin))
  return TOO_EASY.test(pin) || isCounting ? 'pin-easy' : undefined
}

/** An administrator's: long enough that nobody guesses it, never cut off. */
export const PASSPHRASE = { least: 15, most: 128 } as const

const FREE_TRIES = 5
const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 15 * 60

/** How long the phone waits after its `tries`-th wrong try in a row: five free, then 30 s, doubling up to 15 minutes. */
export function secondsToWait(tries: number): number {
  if (tries < FREE_TRIES) return 0
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (tries - FREE_TRIES), LONGEST_WAIT_SECONDS)
}

const IDLE_MINUTES = 60
const LONGEST_HOURS = 12
const MINUTE_MS = 60_000

/** Times of a login: when its phone was last used, and when the PIN was last typed. ISO 8601. */
export type LoginTimes = { seenAt: string; unlockedAt: string }

/** An unused phone locks after an hour, a used one after twelve. */
export function isLocked({ seenAt, unlockedAt }: LoginTimes, at: string): boolean {
  const now = Date.parse(at)
  const idle = now - Date.parse(seenAt)
  const open = now - Date.parse(unlockedAt)
  return idle > IDLE_MINUTES * MINUTE_MS || open > LONGEST_HOURS * 60 * MINUTE_MS
}

const RAISED_MINUTES = 15

/** For so long after the passphrase was typed, an administrator may make and unmake leads and administrators. */
export function isRaised(raisedAt: string | undefined, at: string): boolean {
  return (
    raisedAt !== undefined && Date.parse(at) - Date.parse(raisedAt) < RAISED_MINUTES * MINUTE_MS
  )
}
