import type { PracticeIndex, StoredDocument } from './practice-documents.ts'
import { toJsonObject } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import type { Scalar } from './practice-mapping.ts'
import { readQuery, toNumber } from './practice-query.ts'
import type { Matcher } from './practice-query.ts'
import { refuseUnknown } from './practice-refusal.ts'

/** A document together with the index whose mapping explains it. */
export type Found = { readonly index: PracticeIndex; readonly document: StoredDocument }

/** An aggregation: which field it reads of every document, and what it says about those found. */
export type Aggregation = {
  readonly field?: string
  readonly inner: Aggregations
  readonly answer: (found: readonly Found[]) => unknown
}
export type Aggregations = ReadonlyMap<string, Aggregation>
type Reader = (body: JsonObject, inner: Aggregations, now: number) => Omit<Aggregation, 'inner'>

const readers: Readonly<Record<string, Reader>> = {
  filter: readFilter,
  filters: readFilters,
  min: (body) => readExtreme(body, (values) => Math.min(...values)),
  max: (body) => readExtreme(body, (values) => Math.max(...values)),
  cardinality: readCardinality,
  terms: readTerms,
}

/** Reads `aggs`; throws the cluster's 400 for a kind that our requests never use. */
export function readAggregations(written: unknown, now: number): Aggregations {
  const entries = Object.entries(toJsonObject(written))
  return new Map(entries.map(([name, body]) => [name, readOne(toJsonObject(body), now)]))
}

function readOne(body: JsonObject, now: number): Aggregation {
  const inner = readAggregations(body['aggs'] ?? body['aggregations'], now)
  const kind =
    Object.keys(body).find((name) => !['aggs', 'aggregations', 'meta'].includes(name)) ?? ''
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined
  if (!reader) throw refuseUnknown('Unknown aggregation type', kind)
  return { inner, ...reader(toJsonObject(body[kind]), inner, now) }
}

/** The answer of each aggregation, by its name. */
export function answerAll(aggregations: Aggregations, found: readonly Found[]): JsonObject {
  return Object.fromEntries([...aggregations].map(([name, one]) => [name, one.answer(found)]))
}

/** The first field that is text in this index: text cannot be aggregated (elastic.md §3.1). */
export function findTextField(
  aggregations: Aggregations,
  index: PracticeIndex,
): string | undefined {
  for (const { field, inner } of aggregations.values()) {
    const kind = field === undefined ? undefined : index.mapping.find(field)
    if (kind === 'text' || kind === 'message') return field
    const below = findTextField(inner, index)
    if (below !== undefined) return below
  }
  return undefined
}

function bucket(found: readonly Found[], inner: Aggregations): JsonObject {
  return { doc_count: found.length, ...answerAll(inner, found) }
}

function keep(found: readonly Found[], matches: Matcher): Found[] {
  return found.filter(({ index, document }) => matches(index, document))
}

function readFilter(
  body: JsonObject,
  inner: Aggregations,
  now: number,
): Omit<Aggregation, 'inner'> {
  const matches = readQuery(body, now)
  return { answer: (found) => bucket(keep(found, matches), inner) }
}

function readFilters(
  body: JsonObject,
  inner: Aggregations,
  now: number,
): Omit<Aggregation, 'inner'> {
  const filters = Object.entries(toJsonObject(body['filters'])).map(
    ([name, query]) => [name, readQuery(query, now)] as const,
  )
  return {
    answer: (found) => ({
      buckets: Object.fromEntries(
        filters.map(([name, matches]) => [name, bucket(keep(found, matches), inner)]),
      ),
    }),
  }
}

function valuesOf(found: readonly Found[], field: string): Scalar[] {
  return found.flatMap(({ index, document }) =>
    field === '_index' ? [index.name] : index.mapping.values(document.leaves, field),
  )
}

function readExtreme(
  body: JsonObject,
  choose: (values: number[]) => number,
): Omit<Aggregation, 'inner'> {
  const field = String(body['field'])
  return {
    field,
    answer: (found) => {
      // In pieces, because the arguments of one call are limited.
      const best = found.reduce<number | undefined>((soFar, one) => {
        const values = valuesOf([one], field).map(toNumber)
        return values.length === 0
          ? soFar
          : choose(soFar === undefined ? values : [soFar, ...values])
      }, undefined)
      if (best === undefined) return { value: null }
      const isDate = found.some(({ index }) => index.mapping.find(field) === 'date')
      return isDate
        ? { value: best, value_as_string: new Date(best).toISOString() }
        : { value: best }
    },
  }
}

function readCardinality(body: JsonObject): Omit<Aggregation, 'inner'> {
  const field = String(body['field'])
  return { field, answer: (found) => ({ value: new Set(valuesOf(found, field)).size }) }
}

/** Buckets by number of documents, then by key, as Elasticsearch orders them. */
function readTerms(body: JsonObject, inner: Aggregations): Omit<Aggregation, 'inner'> {
  const field = String(body['field'])
  const size = Number(body['size'] ?? 10)
  return {
    field,
    answer: (found) => {
      const ranked = [...groupByValue(found, field)].sort(
        ([one, these], [other, those]) =>
          those.length - these.length || (String(one) < String(other) ? -1 : 1),
      )
      const others = ranked.slice(size).reduce((sum, [, members]) => sum + members.length, 0)
      return {
        doc_count_error_upper_bound: 0,
        sum_other_doc_count: others,
        buckets: ranked
          .slice(0, size)
          .map(([key, members]) => ({ key, ...bucket(members, inner) })),
      }
    },
  }
}

function groupByValue(found: readonly Found[], field: string): Map<Scalar, Found[]> {
  const groups = new Map<Scalar, Found[]>()
  for (const one of found) {
    for (const value of new Set(valuesOf([one], field))) {
      const members = groups.get(value)
      if (members) members.push(one)
      else groups.set(value, [one])
    }
  }
  return groups
}
