import type { Pick } from '../shared/symbols.ts'

/** What one document adds to the fields that all documents have. */
export type Metrics = Readonly<Record<string, unknown>>

/** A share from 0 to 1 with four decimals, as Metricbeat rounds. */
export function share(pick: Pick): number {
  return pick(10_000) / 10_000
}
