import type { CauseCode } from '../verification/diagnosis/causes.ts'
import type { TagPlacement } from './tag-placement.ts'

/** A typical mistake, and by which words of the booth the attendee notices it. */
export type Mistake = {
  named: CauseCode
  /** Where the tag went. */
  placement?: TagPlacement
  /** Metricbeat is not running, or not for long enough. */
  metricbeat?: 'not-started' | 'ended-early'
  key?: 'of-another-cluster'
}

export const mistakes = {
  untagged: { named: 'MB-UNTAGGED', placement: 'untagged' },
  'wrong-case': { named: 'MB-TAG-NEAR-MISS', placement: 'wrong-case' },
  underscore: { named: 'MB-TAG-NEAR-MISS', placement: 'underscore' },
  'under-fields': { named: 'MB-TAG-IN-FIELDS', placement: 'fields' },
  stopped: { named: 'MB-STOPPED', metricbeat: 'ended-early' },
  'key-unknown': { named: 'MB-KEY-UNKNOWN', key: 'of-another-cluster' },
  'no-data-yet': { named: 'MB-NO-DATA', metricbeat: 'not-started' },
} as const satisfies Readonly<Record<string, Mistake>>

export type MistakeName = keyof typeof mistakes
export const mistakeNames = Object.keys(mistakes) as MistakeName[]
