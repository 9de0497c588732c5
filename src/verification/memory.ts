import type { CauseCode } from './diagnosis/causes.ts'

/** What a mission of this kind asks for; all of it comes from the event file. */
export type MetricbeatMission = {
  documents: number
  /** Seconds between the first and the last tagged document, by their own clock. */
  seconds: number
  metricsets: number
  /** Seconds without a new document after which shipping counts as stopped. */
  freshnessSeconds: number
  /** The newest version this event knows of. */
  defaultVersion?: string
  /** The event's part of every tag, `pycon` in `pycon-7h3vyz5t4`. */
  eventPrefix: string
}

/**
 * What a check hands to the next one of the same registration, target and key: counts, times and
 * fingerprints of ours; of what a cluster wrote only its version, three numbers.
 */
export type PreviousCheck = {
  at: string
  code: CauseCode | 'passed'
  /** The cause behind `code` (MB-NOT-RESTARTED stands for another one), and since when it is told. */
  cause: CauseCode | 'passed'
  causeSince: string
  /** When the cluster first answered a search; "no data" is not said before 45 s after that. */
  reachedAt?: string
  /** When its data was last seen; a check that failed saw none. */
  lookedAt?: string
  tagged: number
  /** When the number of tagged documents last grew. */
  grewAt?: string
  /** Fingerprints of the starts of Metricbeat that ship. */
  ephemeralIds: readonly string[]
  /** Fingerprint of the cluster's own id, where the key may see it. */
  clusterUuid?: string
  clusterVersion?: string
}

export type Memory = {
  previous?: PreviousCheck
  keySeenBefore: boolean
  /** ISO 8601; the tag did not exist before. */
  registeredAt: string
  /** Asked once, by hand on the command line: nothing will be asked again, so nothing is waited for. */
  asksOnce?: true
  /** Does this tag belong to another person of this event? */
  otherTagOfEvent?: (tag: string) => boolean
}
