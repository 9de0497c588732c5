/** Set by jest.long.config.js. */
const IS_LONG = process.env['BOOTH_LONG'] === 'yes'

/** The same test in two sizes: `npm test` runs the short one, `npm run test:long` the whole. */
export function howMany(count: { short: number; long: number }): number {
  return IS_LONG ? count.long : count.short
}

/** A figure that a fault test found, for whoever reads the run. */
export function printFigure(line: string): void {
  process.stdout.write(`    ${line}\n`)
}
