import type { ClusterRequest } from '../connection/exchange.ts'
import { type Clause, either, exactly, headerFor, startingWith, toLines } from './clauses.ts'

export const METRICBEAT = 'metricbeat-*'
export const MSEARCH = '/_msearch?max_concurrent_searches=3'
/** What a receipt or a walk over a document may see of it. */
export const SEEN_OF_A_DOCUMENT = [
  '@timestamp',
  'agent.*',
  'host.name',
  'host.id',
  'host.os.*',
  'event.*',
  'metricset.*',
  'tags',
  'fields',
]

/**
 * The one request of a check (elastic.md §6): six searches over `metricbeat-*`, to be read by their
 * place. `tag` holds a hyphen (else a text mapping would not match exactly); `prefix` ends in one.
 * Nothing is filtered by time: wrong clocks would hide documents.
 */
export function probeRequest(tag: string, prefix: string): ClusterRequest {
  const tagged = exactly('tags', tag)
  const parts = [
    verdictPart(tag, prefix),
    newestPart(tagged),
    detailsPart(tagged, ''),
    detailsPart(tagged, '.keyword'),
    tagsPart('tags', prefix),
    tagsPart('tags.keyword', prefix),
  ]
  return {
    method: 'POST',
    path: MSEARCH,
    contentType: 'application/x-ndjson',
    body: toLines(parts.flatMap((part) => [headerFor(METRICBEAT), part])),
  }
}

function verdictPart(tag: string, prefix: string): Clause {
  const future = { filter: { range: { '@timestamp': { gt: 'now+60s' } } } }
  const live = { filter: { range: { '@timestamp': { gte: 'now-2m' } } } }
  return {
    size: 0,
    track_total_hits: true,
    timeout: '5s',
    query: { match_all: {} },
    aggs: {
      tagged: { filter: exactly('tags', tag), aggs: { ...firstAndLast, live, future } },
      recent: { filter: { range: { '@timestamp': { gte: 'now-15m', lte: 'now' } } } },
      future,
      ...firstAndLast,
      near: { filters: { filters: nearMisses(tag, prefix) } },
    },
  }
}

const firstAndLast = {
  first: { min: { field: '@timestamp' } },
  last: { max: { field: '@timestamp' } },
}

function nearMisses(tag: string, prefix: string): Clause {
  const anyCase = (field: string) => ({ term: { [field]: { value: tag, case_insensitive: true } } })
  return {
    other_case: either('tags', anyCase),
    phrase: { match_phrase: { tags: tag } },
    same_event: either('tags', (field) => startingWith(field, prefix)),
    in_fields: exactly('fields.tags', tag),
    as_name: exactly('agent.name', tag),
    any_tag: { exists: { field: 'tags' } },
    tags_are_text: { exists: { field: 'tags.keyword' } },
    errors: { exists: { field: 'error.message' } },
    system: exactly('event.module', 'system'),
  }
}

function newestPart(query: Clause): Clause {
  return { size: 1, query, sort: newestFirst, _source: SEEN_OF_A_DOCUMENT }
}

export const newestFirst = [{ '@timestamp': { order: 'desc', unmapped_type: 'date' } }]

function detailsPart(query: Clause, twin: '' | '.keyword'): Clause {
  return {
    size: 0,
    query,
    aggs: {
      hosts: { cardinality: { field: `host.id${twin}` } },
      agents: { cardinality: { field: `agent.id${twin}` } },
      metricsets: { terms: { field: `metricset.name${twin}`, size: 20 } },
      versions: { terms: { field: `agent.version${twin}`, size: 5 } },
      starts: { terms: { field: `agent.ephemeral_id${twin}`, size: 5 } },
    },
  }
}

function tagsPart(field: string, prefix: string): Clause {
  const aggs = { tags: { terms: { field, size: 20 } } }
  return { size: 0, query: startingWith(field, prefix), aggs }
}
