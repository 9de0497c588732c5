import { isJsonObject, toTexts } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import { matchesPattern } from './practice-documents.ts'

/** Keeps of a document what `_source` asks for; `undefined` when it asks for nothing at all. */
export function filterSource(source: JsonObject, wanted: unknown): JsonObject | undefined {
  if (wanted === false) return undefined
  if (wanted === undefined || wanted === true) return source
  const patterns = isJsonObject(wanted) ? toTexts(wanted['includes']) : toTexts(wanted)
  return toJsonSubset(source, patterns, '')
}

function toJsonSubset(source: JsonObject, patterns: readonly string[], path: string): JsonObject {
  const kept = Object.entries(source).flatMap(([name, value]): [string, unknown][] => {
    const here = path === '' ? name : `${path}.${name}`
    if (patterns.some((pattern) => matchesPattern(here, pattern))) return [[name, value]]
    if (!isJsonObject(value)) return []
    const inner = toJsonSubset(value, patterns, here)
    return Object.keys(inner).length > 0 ? [[name, inner]] : []
  })
  return Object.fromEntries(kept)
}

/** Applies `filter_path` (comma separated, `*` for one step) to a whole answer; arrays are transparent. */
export function filterAnswer(body: unknown, filterPath: string): unknown {
  const paths = filterPath.split(',').map((path) => path.split('.'))
  return prune(body, paths) ?? {}
}

function prune(value: unknown, paths: readonly string[][]): unknown {
  if (paths.some((path) => path.length === 0)) return value
  if (Array.isArray(value)) {
    const kept = (value as unknown[])
      .map((one) => prune(one, paths))
      .filter((one) => one !== undefined)
    return kept.length > 0 ? kept : undefined
  }
  if (!isJsonObject(value)) return undefined
  const kept = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const deeper = paths
      .filter(([step = '']) => matchesPattern(name, step))
      .map((path) => path.slice(1))
    const pruned = deeper.length > 0 ? prune(inner, deeper) : undefined
    return pruned === undefined ? [] : [[name, pruned]]
  })
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}
