/** Issue "Claims and stock that never lie": ratios to a bare route with the same statements, measured in one run. */
export const GOALS = {
  perSecond: { 1: 0.8, 8: 0.6, 32: 0.6 },
  cpu: 1.7,
  p99: 2,
  statements: 5,
  growth: 1.1,
}

/** Medians of one number of senders; each ratio is to the floor's. */
type Figures = {
  senders: number
  goal: number
  ratio: number
  cpuRatio: number
  p99Ratio: number
  value: number
  floor: number
  min: number
  max: number
  p99Ms: number
}
type Report = {
  figures: readonly Figures[]
  growth: number
  statements: number
  lowest: number
}

/** One object a line, for machines. */
export function printJson({ figures, lowest }: Report): void {
  for (const { senders, ratio, value, floor, min, max } of figures)
    process.stdout.write(
      `${JSON.stringify({ name: `redeem-${senders}`, ratio: rounded(ratio), value: Math.round(value), unit: 'hand-overs/s', floor: Math.round(floor), min: Math.round(min), median: Math.round(value), max: Math.round(max) })}\n`,
    )
  const share = rounded(lowest)
  process.stdout.write(
    `${JSON.stringify({ name: 'redeem', ratio: share, value: share, unit: 'share of the goal', floor: 1, min: share, median: share, max: share })}\n`,
  )
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1000) / 1000
}

/** A table, for people. */
export function print({ figures, growth, statements, lowest }: Report): void {
  const lines = [
    'senders   hand-overs/s   floor/s   ratio (goal)   processor (≤ 1.7)   p99 (≤ 2)',
    ...figures.map(({ senders, value, floor, ratio, goal, cpuRatio, p99Ratio, p99Ms }) =>
      [
        String(senders).padStart(7),
        value.toFixed(0).padStart(15),
        floor.toFixed(0).padStart(10),
        `${ratio.toFixed(2)} (${goal.toFixed(1)})`.padStart(15),
        `${cpuRatio.toFixed(2)} ×`.padStart(20),
        `${p99Ratio.toFixed(2)} ×, ${p99Ms.toFixed(1)} ms`.padStart(16),
      ].join(''),
    ),
    `statements a hand-over: ${statements} (at most ${GOALS.statements}): claim, scan, journal, movement, stock`,
    `processor time with 100,000 registrations: ${growth.toFixed(2)} × that with 1,000 (at most ${GOALS.growth})`,
    `every hand-over that was answered is recorded once, and no other`,
    `lowest share of a goal: ${lowest.toFixed(2)} (1: all are met)`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
