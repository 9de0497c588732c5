import type { Attempt } from './verification-store.ts'

/** How soon the page asks again by itself, by how long its answer has stayed the same; in seconds. */
const PACE = [
  { forSeconds: 180, every: 5 },
  { forSeconds: 600, every: 15 },
] as const
const SLOWEST = 60

/** After this answer; one that names its own time (we were busy) is asked again then. */
export function secondsToNextCheck(
  { firstAt, code, params }: Pick<Attempt, 'firstAt' | 'code' | 'params'>,
  now: Date,
): number {
  const same = (now.getTime() - Date.parse(firstAt)) / 1000
  const every = PACE.find(({ forSeconds }) => same < forSeconds)?.every ?? SLOWEST
  const named = code === 'MB-WE-ARE-BUSY' ? Number(params['seconds'] ?? 0) : 0
  return Math.max(every, named)
}
