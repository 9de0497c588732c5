import type { ClusterRequest } from '../connection/exchange.ts'
import { type Clause, exactly, headerFor, toLines } from './clauses.ts'
import { METRICBEAT, MSEARCH, newestFirst, SEEN_OF_A_DOCUMENT } from './probe-request.ts'

/** The second questions of elastic.md §6; at most three of them follow the probe in one check. */
export const FOLLOW_UPS = [
  'privileges',
  'newest',
  'all-tags',
  'elsewhere',
  'authenticate',
  'all-privileges',
  'root',
] as const
export type FollowUp = (typeof FOLLOW_UPS)[number]

const MOST_TAGS = 50
const MOST_INDICES = 20

/** The request of a second question; its answer is for `readFinding`. */
export function followUpRequest(question: FollowUp, tag: string): ClusterRequest {
  switch (question) {
    case 'privileges':
      return hasPrivileges({
        index: [{ names: [METRICBEAT], privileges: ['read', 'create_doc'] }],
      })
    case 'all-privileges':
      return hasPrivileges({ cluster: ['all'], index: [{ names: ['*'], privileges: ['all'] }] })
    case 'newest':
      return search([
        [METRICBEAT, newestOfAll],
        [METRICBEAT, anywhereBut('tags', tag)],
      ])
    case 'all-tags':
      return search([
        [METRICBEAT, allTags('tags')],
        [METRICBEAT, allTags('tags.keyword')],
      ])
    case 'elsewhere':
      return search([
        ['metrics-system.*,metrics-*.otel-*', indicesOf({ match_all: {} })],
        ['*', indicesOf(exactly('tags', tag))],
      ])
    case 'authenticate':
      return { method: 'GET', path: '/_security/_authenticate' }
    case 'root':
      return { method: 'GET', path: '/' }
  }
}

function hasPrivileges(wanted: Clause): ClusterRequest {
  return {
    method: 'POST',
    path: '/_security/user/_has_privileges',
    contentType: 'application/json',
    body: JSON.stringify(wanted),
  }
}

/** Always an `_msearch`, also for one search: one way of asking, one way of reading. */
function search(parts: readonly (readonly [index: string, part: Clause])[]): ClusterRequest {
  return {
    method: 'POST',
    path: MSEARCH,
    contentType: 'application/x-ndjson',
    body: toLines(parts.flatMap(([index, part]) => [headerFor(index), part])),
  }
}

const newestOfAll: Clause = {
  size: 3,
  query: { match_all: {} },
  sort: newestFirst,
  _source: [...SEEN_OF_A_DOCUMENT, 'labels'],
}

/**
 * The tag in whatever field a processor put it. Only a count comes back: a document's other fields may hold
 * anything. Where a template maps more fields than one search may have, this part alone fails.
 */
function anywhereBut(field: string, tag: string): Clause {
  const anyField = { multi_match: { query: tag, type: 'phrase', fields: ['*'], lenient: true } }
  const must_not = [{ match_phrase: { [field]: tag } }]
  return { size: 0, timeout: '2s', query: { bool: { filter: [anyField], must_not } } }
}

function allTags(field: string): Clause {
  const aggs = { tags: { terms: { field, size: MOST_TAGS } } }
  return { size: 0, query: { match_all: {} }, aggs }
}

function indicesOf(query: Clause): Clause {
  const aggs = { indices: { terms: { field: '_index', size: MOST_INDICES } } }
  return { size: 0, query, aggs }
}
