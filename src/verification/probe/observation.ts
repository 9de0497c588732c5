import type { Document } from './probe-answer.ts'

/** What one check saw of a cluster's data. Times are milliseconds by the laptop's clock. */
export type Facts = {
  /** Shards that `metricbeat-*` matched: 0 means no such index, or none this key may read. */
  shards: number
  /** Did every shard answer in time? Otherwise all counts are lower bounds. */
  complete: 'yes' | 'shards-failed' | 'timed-out'
  documents: number
  recent: number
  future: number
  last?: number
  tagged: Tagged
  near: { otherCase: number; inFields: number; asName: number; anyTag: number }
  /** Documents of the system module, and documents that carry an error's text. */
  system: number
  errors: number
  details: Details
  /** Tags in use that begin with the event's prefix, as typed by whoever ships. */
  tagsOfEvent: readonly string[]
}

export type Tagged = {
  documents: number
  first?: number
  last?: number
  /** Within the last two minutes of the cluster's clock, or ahead of it; `future` is ahead of it. */
  live: number
  future: number
  newest?: Document
}

/** Of the tagged documents. `known` is false when the cluster answered neither form of the question. */
export type Details = {
  known: boolean
  metricsets: readonly string[]
  hosts: number
  agents: number
  starts: readonly string[]
}

/** What the second questions brought; a question not asked, or not answered, is missing. */
export type Findings = {
  privileges?: { read: boolean; write: boolean }
  superuser?: boolean
  newest?: readonly Document[]
  allTags?: readonly string[]
  /** Documents that hold the tag letter by letter in some field, but not among their tags. */
  inAnyField?: number
  elsewhere?: 'agent' | 'opentelemetry' | 'other-index' | 'nothing'
  /** Did the cluster accept the key at all? */
  authenticated?: boolean
  clusterUuid?: string
  /** Three numbers, as the cluster says them. */
  clusterVersion?: string
}
