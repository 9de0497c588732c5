/** How soon the page asks again by itself, by how long its answer has stayed the same; in seconds. */
const PACE = [
  { forSeconds: 180, every: 5 },
  { forSeconds: 600, every: 15 },
] as const
const SLOWEST = 60

/** @param since when the answer last changed, ISO-8601 */
export function secondsToNextCheck(since: string, now: Date): number {
  const same = (now.getTime() - Date.parse(since)) / 1000
  return PACE.find(({ forSeconds }) => same < forSeconds)?.every ?? SLOWEST
}
