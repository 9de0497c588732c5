import type { ClusterAnswer } from '../../../src/verification/connection/exchange.ts'
import { answered, NOW, TAG } from './scripted-cluster.ts'

type Near = Partial<
  Record<'other_case' | 'in_fields' | 'as_name' | 'any_tag' | 'errors' | 'system', number>
>

/** What a played cluster holds; times are seconds before now (negative: ahead of it). */
export type Played = {
  documents?: number
  recent?: number
  future?: number
  last?: number
  tagged?: number
  first?: number
  live?: number
  taggedFuture?: number
  near?: Near
  metricsets?: readonly string[]
  agents?: number
  hosts?: number
  starts?: readonly string[]
  tagsInUse?: readonly string[]
  newest?: object | 'none'
  shardsFailed?: number
  timedOut?: boolean
  shards?: number
}

/** More than any mission asks for. */
export const plenty: Played = {
  documents: 90,
  tagged: 90,
  first: 120,
  last: 2,
  metricsets: ['cpu', 'memory'],
}

export const laptop = {
  '@timestamp': '2026-11-22T06:12:58.000Z',
  agent: {
    type: 'metricbeat',
    version: '9.3.0',
    id: 'agent-1',
    ephemeral_id: 'start-1',
    name: 'laptop',
  },
  host: { name: 'kim-laptop', id: 'host-1' },
  event: { module: 'system', dataset: 'system.cpu' },
  metricset: { name: 'cpu', period: 10000 },
}
export const taggedLaptop = { ...laptop, tags: [TAG] }

const bucket = (count: number) => ({ doc_count: count })
const named = (keys: readonly string[]) => ({
  doc_count_error_upper_bound: 0,
  buckets: keys.map((key) => ({ key, doc_count: 1 })),
})
const moment = (secondsAgo: number | undefined) => ({
  value: secondsAgo === undefined ? null : NOW.getTime() - secondsAgo * 1000,
})

function found(shards: number, failed: number, rest: object) {
  const skipped = { total: shards, successful: shards - failed, skipped: 0, failed }
  return { took: 1, timed_out: false, _shards: skipped, status: 200, ...rest }
}

function hits(total: number, documents: readonly object[] = []) {
  const list = documents.map((document) => ({ _index: '.ds-x', _source: document }))
  return { hits: { total: { value: total, relation: 'eq' }, max_score: null, hits: list } }
}

type Filled = Played &
  Required<
    Pick<
      Played,
      | 'documents'
      | 'tagged'
      | 'taggedFuture'
      | 'shards'
      | 'shardsFailed'
      | 'timedOut'
      | 'newest'
      | 'tagsInUse'
    >
  >

const NOTHING = {
  documents: 0,
  tagged: 0,
  taggedFuture: 0,
  shards: 1,
  shardsFailed: 0,
  timedOut: false,
  newest: taggedLaptop,
  tagsInUse: [],
}

/** The body of a 200 to the probe, shaped like the recorded ones. */
export function playProbe(played: Played): ClusterAnswer {
  return answered({ took: 3, responses: partsOf({ ...NOTHING, ...played }) })
}

function partsOf(played: Filled): object[] {
  const { documents, tagged, shards, shardsFailed, newest } = played
  const part = (rest: object) => found(shards, shardsFailed, rest)
  const receipt = tagged > 0 && newest !== 'none' ? [newest] : []
  const verdict = { ...hits(documents), aggregations: verdictOf(played) }
  const details = { ...hits(tagged), aggregations: detailsOf(played) }
  const tags = { ...hits(0), aggregations: { tags: named(played.tagsInUse) } }
  return [
    { ...part(verdict), timed_out: played.timedOut },
    part(hits(tagged, receipt)),
    part(details),
    part({ ...hits(tagged), aggregations: detailsOf({}) }),
    part(tags),
    part({ ...hits(0), aggregations: { tags: named([]) } }),
  ]
}

function verdictOf(played: Filled) {
  const { documents, tagged, taggedFuture, first, last = 2 } = played
  const near = { system: documents, any_tag: 0, ...played.near }
  const counts = Object.entries(near).map(([name, count]) => [name, bucket(count)])
  return {
    tagged: {
      doc_count: tagged,
      first: moment(first),
      last: moment(tagged > 0 ? last : undefined),
      live: bucket(played.live ?? tagged),
      future: bucket(taggedFuture),
    },
    recent: bucket(played.recent ?? documents),
    future: bucket(played.future ?? taggedFuture),
    first: moment(first),
    last: moment(documents > 0 ? last : undefined),
    near: { buckets: Object.fromEntries(counts) as object },
  }
}

function detailsOf({ tagged = 0, agents, hosts, metricsets = [], starts = [] }: Played) {
  return {
    hosts: { value: hosts ?? (tagged > 0 ? 1 : 0) },
    agents: { value: agents ?? (tagged > 0 ? 1 : 0) },
    metricsets: named(metricsets),
    versions: named([]),
    starts: named(starts),
  }
}

/** The answer to "the newest of all"; `anywhere` documents hold the tag in a field of their own. */
export function playNewest(...documents: object[]): ClusterAnswer {
  return playNewestAndAnywhere(documents, 0)
}

export function playNewestAndAnywhere(documents: object[], anywhere: number): ClusterAnswer {
  const newest = found(1, 0, hits(documents.length, documents))
  return answered({ responses: [newest, found(1, 0, hits(anywhere))] })
}

export function playAllTags(...tags: string[]): ClusterAnswer {
  const part = (keys: readonly string[]) =>
    found(1, 0, { ...hits(0), aggregations: { tags: named(keys) } })
  return answered({ responses: [part(tags), part([])] })
}

export function playElsewhere(
  neighbours: readonly string[],
  tagged: readonly string[],
): ClusterAnswer {
  const part = (keys: readonly string[]) =>
    found(keys.length, 0, { ...hits(keys.length), aggregations: { indices: named(keys) } })
  return answered({ responses: [part(neighbours), part(tagged)] })
}

export const mayRead = answered({ index: { 'metricbeat-*': { read: true, create_doc: false } } })
