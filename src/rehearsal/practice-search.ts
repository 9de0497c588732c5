import { answerAll, findTextField, readAggregations } from './practice-aggregations.ts'
import type { Aggregations, Found } from './practice-aggregations.ts'
import type { PracticeIndex } from './practice-documents.ts'
import { isJsonObject } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import { readQuery, toNumber } from './practice-query.ts'
import type { Matcher } from './practice-query.ts'
import { PracticeRefusal } from './practice-refusal.ts'
import { filterSource } from './practice-source.ts'

/** The one node's id in `failures`; any 22 characters. */
const NODE = 'practice-node-00000000'
/** Totals are exact up to here unless `track_total_hits` says otherwise. */
const TOTALS_END_AT = 10_000

type Sort = { readonly field: string; readonly descending: boolean }
type Search = {
  readonly matches: Matcher
  readonly aggregations: Aggregations
  readonly sort: Sort | undefined
  readonly body: JsonObject
}

/**
 * Answers one search over these indices, each with one shard. `now` in epoch milliseconds.
 * An index whose text field would have to be sorted or aggregated fails alone; when all fail the
 * search is refused with 400, as on a real cluster (elastic.md §3.1, §6).
 */
export function search(
  indices: readonly PracticeIndex[],
  body: JsonObject,
  now: number,
): JsonObject {
  const wanted = readSearch(body, now)
  if (indices.length === 0) return noShards()
  const failures = indices.flatMap((index) => findFailure(index, wanted))
  const sound = indices.filter(({ name }) => !failures.some((failure) => failure.index === name))
  if (sound.length === 0) throw allShardsFailed(failures)

  const found = sound.flatMap((index) => findIn(index, wanted))
  return {
    took: 1,
    timed_out: false,
    _shards: {
      total: indices.length,
      successful: sound.length,
      skipped: 0,
      failed: failures.length,
      ...(failures.length > 0 ? { failures } : {}),
    },
    hits: answerHits(found, wanted),
    ...(wanted.aggregations.size > 0
      ? { aggregations: answerAll(wanted.aggregations, found) }
      : {}),
  }
}

function findIn(index: PracticeIndex, { matches }: Search): Found[] {
  const found = index.documents.filter((document) => matches(index, document))
  return found.map((document) => ({ index, document }))
}

function readSearch(body: JsonObject, now: number): Search {
  return {
    matches: readQuery(body['query'], now),
    aggregations: readAggregations(body['aggs'] ?? body['aggregations'], now),
    sort: readSort(body['sort']),
    body,
  }
}

/** The first sort only: `"field"`, `{field: "desc"}` or `{field: {order: "desc"}}`, alone or in an array. */
function readSort(written: unknown): Sort | undefined {
  const first: unknown = Array.isArray(written) ? written[0] : written
  if (typeof first === 'string') return { field: first, descending: false }
  const [entry] = isJsonObject(first) ? Object.entries(first) : []
  if (!entry) return undefined
  const [field, how] = entry
  return { field, descending: (isJsonObject(how) ? how['order'] : how) === 'desc' }
}

function noShards(): JsonObject {
  return {
    took: 0,
    timed_out: false,
    _shards: { total: 0, successful: 0, skipped: 0, failed: 0 },
    hits: { total: { value: 0, relation: 'eq' }, max_score: 0, hits: [] },
  }
}

type Failure = {
  shard: number
  index: string
  node: string
  reason: { type: string; reason: string }
}

function findFailure(index: PracticeIndex, { aggregations, sort }: Search): Failure[] {
  const sorted = sort && index.mapping.find(sort.field) === 'text' ? sort.field : undefined
  const field = sorted ?? findTextField(aggregations, index)
  if (field === undefined) return []
  const reason =
    `Fielddata is disabled on [${field}] in [${index.name}]. Text fields are not optimised for operations that ` +
    'require per-document field data like aggregations and sorting, so these operations are disabled by default. ' +
    `Please use a keyword field instead. Alternatively, set fielddata=true on [${field}] in order to load field ` +
    'data by uninverting the inverted index. Note that this can use significant memory.'
  const cause = { type: 'illegal_argument_exception', reason }
  return [{ shard: 0, index: index.name, node: NODE, reason: cause }]
}

function allShardsFailed(failures: Failure[]): PracticeRefusal {
  const causes = failures.map(({ reason }) => reason)
  const [first] = causes
  return new PracticeRefusal(400, {
    root_cause: causes,
    type: 'search_phase_execution_exception',
    reason: 'all shards failed',
    phase: 'query',
    grouped: true,
    failed_shards: failures,
    caused_by: { ...first, caused_by: { ...first } },
  })
}

function answerHits(found: readonly Found[], { sort, body }: Search): JsonObject {
  const size = Number(body['size'] ?? 10)
  const from = Number(body['from'] ?? 0)
  const scored = sort ? null : 1
  const shown = (sort ? sortFound(found, sort) : found).slice(from, from + size)
  const total = answerTotal(found.length, body['track_total_hits'])
  return {
    ...(total ? { total } : {}),
    max_score: shown.length > 0 ? scored : null,
    hits: shown.map((one) => answerHit(one, scored, { sort, body })),
  }
}

function answerTotal(count: number, tracked: unknown): JsonObject | undefined {
  if (tracked === false) return undefined
  const end = tracked === true ? Infinity : Number(tracked ?? TOTALS_END_AT)
  return count > end ? { value: end, relation: 'gte' } : { value: count, relation: 'eq' }
}

function sortFound(found: readonly Found[], sort: Sort): Found[] {
  const keyed = found.map((one) => ({ one, key: sortKey(one, sort) ?? -Infinity }))
  const sign = sort.descending ? -1 : 1
  return keyed.sort((a, b) => sign * (a.key - b.key)).map(({ one }) => one)
}

function sortKey({ index, document }: Found, { field, descending }: Sort): number | undefined {
  const keys = index.mapping.values(document.leaves, field).map(toNumber)
  if (keys.length === 0) return undefined
  return descending ? Math.max(...keys) : Math.min(...keys)
}

function answerHit(
  found: Found,
  score: number | null,
  { sort, body }: Pick<Search, 'sort' | 'body'>,
): JsonObject {
  const source = filterSource(found.document.source, body['_source'])
  return {
    _index: found.index.name,
    _id: found.document.id,
    _score: score,
    ...(source ? { _source: source } : {}),
    ...(sort ? { sort: [sortKey(found, sort) ?? null] } : {}),
  }
}
