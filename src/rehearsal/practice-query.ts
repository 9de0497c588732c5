import { toDate } from './practice-date.ts'
import type { PracticeIndex, StoredDocument } from './practice-documents.ts'
import { isJsonObject, toJsonObject } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import { toWords } from './practice-mapping.ts'
import { refuse, refuseUnknown } from './practice-refusal.ts'

/** A question about one document of one index. */
export type Matcher = (index: PracticeIndex, document: StoredDocument) => boolean
type Reader = (inner: JsonObject, now: number) => Matcher

const readers: Readonly<Record<string, Reader>> = {
  match_all: () => () => true,
  match_none: () => () => false,
  exists: readExists,
  term: readTerm,
  terms: readTerms,
  prefix: readPrefix,
  match_phrase: readPhrase,
  multi_match: readPhraseAnywhere,
  range: readRange,
  bool: readBool,
}

/**
 * Turns a query of the search language into a question about one document.
 * `now` (epoch milliseconds) is the cluster's clock. Throws the cluster's 400 for a query it does not know;
 * the practice cluster knows those that our own requests use (elastic.md §6).
 */
export function readQuery(query: unknown, now: number): Matcher {
  if (query === undefined) return () => true
  const [name, inner] = onlyEntry(query)
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (!reader) throw refuseUnknown('unknown query', name)
  return reader(toJsonObject(inner), now)
}

function onlyEntry(query: unknown): [string, unknown] {
  const [entry, second] = isJsonObject(query) ? Object.entries(query) : []
  if (entry && !second) return entry
  const reason = 'query malformed, exactly one query is expected'
  throw refuse(400, { type: 'parsing_exception', reason, line: 1, col: 1 })
}

function readExists(inner: JsonObject): Matcher {
  const field = String(inner['field'])
  return ({ mapping }, { leaves }) => {
    if (!mapping.isObject(field)) return mapping.values(leaves, field).length > 0
    return [...leaves.keys()].some((one) => one.startsWith(`${field}.`))
  }
}

/** `{field: value}` or `{field: {value, case_insensitive}}`. */
function readValue(inner: JsonObject): {
  field: string
  value: string
  fold: (text: string) => string
} {
  const [field, written] = onlyEntry(inner)
  const { value, case_insensitive } = isJsonObject(written) ? written : { value: written }
  const fold = case_insensitive === true ? foldCase : (text: string) => text
  return { field, value: fold(String(value)), fold }
}

/** Elasticsearch folds the case of ASCII letters only. */
function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** What the index holds for a field: whole values, or the words of a text. */
function indexed(index: PracticeIndex, document: StoredDocument, field: string): string[] {
  const kind = index.mapping.find(field)
  if (kind === undefined) return []
  const values = index.mapping.values(document.leaves, field).map(String)
  return kind === 'text' || kind === 'message' ? values.flatMap(toWords) : values
}

function readTerm(inner: JsonObject): Matcher {
  const { field, value, fold } = readValue(inner)
  return (index, document) => indexed(index, document, field).some((one) => fold(one) === value)
}

function readTerms(inner: JsonObject): Matcher {
  const [field, values] = onlyEntry(inner)
  const wanted = Array.isArray(values) ? (values as unknown[]).map(String) : []
  return (index, document) => indexed(index, document, field).some((one) => wanted.includes(one))
}

function readPrefix(inner: JsonObject): Matcher {
  const { field, value, fold } = readValue(inner)
  return (index, document) =>
    indexed(index, document, field).some((one) => fold(one).startsWith(value))
}

function readPhrase(inner: JsonObject): Matcher {
  const [field, written] = onlyEntry(inner)
  return phraseIn(field, String(isJsonObject(written) ? written['query'] : written))
}

/** Of `multi_match` the one form that our own requests use: a phrase in any field. */
function readPhraseAnywhere({ query, type, fields }: JsonObject): Matcher {
  if (type !== 'phrase' || String(fields) !== '*')
    throw refuseUnknown('unknown query', 'multi_match')
  const phrase = String(query)
  return (index, document) =>
    [...document.leaves.keys()].some((field) => phraseIn(field, phrase)(index, document))
}

function phraseIn(field: string, phrase: string): Matcher {
  const words = toWords(phrase)
  return (index, { leaves }) => {
    const values = index.mapping.values(leaves, field).map(String)
    const kind = index.mapping.find(field)
    if (kind !== 'text' && kind !== 'message') return kind !== undefined && values.includes(phrase)
    return values.some((value) => holdsInOrder(toWords(value), words))
  }
}

function holdsInOrder(words: string[], wanted: string[]): boolean {
  if (wanted.length === 0) return false
  return words.some((_, start) => wanted.every((word, at) => words[start + at] === word))
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  gte: (value, limit) => value >= limit,
  gt: (value, limit) => value > limit,
  lte: (value, limit) => value <= limit,
  lt: (value, limit) => value < limit,
}

function readRange(inner: JsonObject, now: number): Matcher {
  const [field, limits] = onlyEntry(inner)
  const tests = Object.entries(toJsonObject(limits)).flatMap(([name, written]) => {
    const holds = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined
    return holds ? [{ holds, limit: toDate(written, now) }] : []
  })
  return (index, { leaves }) => {
    const values = index.mapping.values(leaves, field).map((value) => toNumber(value))
    return values.some((value) => tests.every(({ holds, limit }) => holds(value, limit)))
  }
}

/** A date as epoch milliseconds, a number as it is. */
export function toNumber(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number(value)
}

function readBool(inner: JsonObject, now: number): Matcher {
  const read = (name: string) => toClauses(inner[name]).map((one) => readQuery(one, now))
  const [must, filter, mustNot, should] = [
    read('must'),
    read('filter'),
    read('must_not'),
    read('should'),
  ]
  const required = [...must, ...filter]
  const unlessSaid = should.length > 0 && required.length === 0 ? 1 : 0
  const needed = Number(inner['minimum_should_match'] ?? unlessSaid)
  return (index, document) => {
    const holds = (one: Matcher) => one(index, document)
    return required.every(holds) && !mustNot.some(holds) && should.filter(holds).length >= needed
  }
}

function toClauses(written: unknown): unknown[] {
  if (written === undefined) return []
  return Array.isArray(written) ? (written as unknown[]) : [written]
}
