import { causes, isCauseCode } from '../verification/diagnosis/causes.ts'

export const STOPS = ['register', 'connect', 'ship', 'pass', 'collect'] as const
export type Stop = (typeof STOPS)[number]

/** Where one attendee stands. `code` is the cause named last. */
export type Whereabouts = { passed: boolean; collected: boolean; code?: string }

/** How many attendees were told `code` last and have not passed. */
export type CodeCount = { code: string | undefined; count: number }

export type WallNumbers = {
  registered: number
  passed: number
  collected: number
  notPassed: readonly CodeCount[]
  first?: { nickname: string; at: string }
  /** The latest to move, newest first. */
  latest: readonly (Whereabouts & { id: string; colour?: string })[]
}

export type WallStore = { numbers(): Promise<WallNumbers> }

/** At which stop somebody stands: whoever has not asked yet has just come in; then each stop is done before the next. */
export function stopOf({ passed, code }: Whereabouts): Stop {
  if (passed) return 'collect'
  if (code === undefined) return 'register'
  return isCauseCode(code) ? causes[code].step : 'connect'
}

/** How many people stand at each stop now; those with their shirt have left the way. */
export function countStops({ passed, collected, notPassed }: WallNumbers) {
  const at = (stop: Stop) =>
    notPassed
      .filter(
        ({ code }) =>
          stopOf({ passed: false, collected: false, ...(code !== undefined && { code }) }) === stop,
      )
      .reduce((sum, { count }) => sum + count, 0)
  const counts: Record<Stop, number> = {
    register: at('register'),
    connect: at('connect'),
    ship: at('ship'),
    pass: at('pass'),
    collect: passed - collected,
  }
  return STOPS.map((id) => ({ id, count: counts[id] }))
}
