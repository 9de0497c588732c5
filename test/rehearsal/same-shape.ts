/**
 * What differs between two runs of the same request even on one real cluster: times, ids, scores,
 * positions of a parser, and the inner causes that only explain a type and text already compared.
 */
const VOLATILE = new Set([
  'took',
  'value_as_string',
  '_id',
  '_score',
  'max_score',
  'node',
  'line',
  'col',
  'caused_by',
  'metadata',
  'api_key',
  'encoded',
  'id',
  'uid',
  'issued_to',
  'build_hash',
  'build_date',
  'cluster_uuid',
  'cluster_name',
  'name',
  'number',
  'lucene_version',
  'minimum_wire_compatibility_version',
  'minimum_index_compatibility_version',
])

/** An answer with everything volatile replaced by its type, so that two can be compared whole. */
export function toShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toShape)
  if (typeof value === 'string') return hideIds(value)
  if (typeof value === 'number') return value > 1_000_000_000_000 ? 'a time' : value
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => name !== 'caused_by')
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, VOLATILE.has(name) ? typeOf(inner) : toShape(inner)]),
  )
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}

/** Ids of keys, times and the dates inside index names. */
function hideIds(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time')
    .replace(/\d{4}\.\d\d\.\d\d/g, 'a date')
    .replace(/API key id \[[^\]]*\]/g, 'API key id [an id]')
    .replace(/for API key \[[^\]]*\]/g, 'for API key [an id]')
    .replace(/api key \[[^\]]*\]/g, 'api key [an id]')
    .replace(/\[\d+:\d+\]/g, '[a position]')
    .replace('[Accept, Content-Type]', '[Content-Type, Accept]')
}
