import { Serializer } from '@elastic/elasticsearch'
import { GuardFault } from './guard-fault.ts'

/** Deepest answer of a real cluster: 9. Deep nesting breaks whoever writes the value out again. */
const DEEPEST = 32
/** Longest list of a real answer: the hits and buckets we ask for, under 20. */
const LONGEST_LIST = 100
/** Longest text of a real answer: 402 characters, an error's reason. */
const LONGEST_TEXT = 512

/**
 * Reads a cluster's JSON: depth judged before it is parsed, `__proto__` and `constructor.prototype`
 * refused by the client's own parser. Lists and texts are bounded by `boundLengths`.
 */
export class BoundedSerializer extends Serializer {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the client's signature
  override deserialize<T>(json: string): T {
    if (isTooDeep(json)) throw new GuardFault('malformed')
    return parse(() => super.deserialize<T>(json))
  }
}

/**
 * No list over 100 items and no text over 512 characters goes on. An answer that has one is
 * refused; an error is cut instead, because Elasticsearch writes all roles of a user into it and
 * the cause stands at its beginning.
 */
export function boundLengths(value: unknown, status: number): unknown {
  if (status >= 400) return cut(value)
  if (isTooLong(value)) throw new GuardFault('answer_too_big')
  return value
}

function parse<T>(deserialize: () => T): T {
  try {
    return deserialize()
  } catch {
    // The client's error carries the whole text of the answer.
    throw new GuardFault('malformed')
  }
}

/** Counts brackets outside of strings; does not care whether the rest is JSON. */
function isTooDeep(json: string): boolean {
  let depth = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > DEEPEST) return true
  }
  return false
}

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONGEST_TEXT
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.length > LONGEST_LIST || value.some(isTooLong)
  return Object.entries(value).some(([key, item]) => key.length > LONGEST_TEXT || isTooLong(item))
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT).toWellFormed()
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map(cut)
  const entries = Object.entries(value).filter(([key]) => key.length <= LONGEST_TEXT)
  return Object.fromEntries(entries.map(([key, item]) => [key, cut(item)]))
}
