import { aboutEndpoints } from './practice-about-endpoints.ts'
import { bulkEndpoints } from './practice-bulk.ts'
import { PracticeRefusal, refuse } from './practice-refusal.ts'
import type { PracticeAnswer } from './practice-refusal.ts'
import { searchEndpoints } from './practice-search-endpoints.ts'
import { securityEndpoints } from './practice-security-endpoints.ts'
import { setupEndpoints } from './practice-setup-endpoints.ts'
import { filterAnswer } from './practice-source.ts'
import { majorOf } from './practice-state.ts'
import type { Handler, PracticeState } from './practice-state.ts'

/** A request as it came over the wire; `uri` is path and query, `body` is already unpacked. */
export type WireRequest = {
  readonly method: string
  readonly uri: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

const endpoints = [
  ...aboutEndpoints,
  ...searchEndpoints,
  ...securityEndpoints,
  ...bulkEndpoints,
  ...setupEndpoints,
]

/** 401 and 403 of Elasticsearch carry no product header; all other statuses do (elastic.md §3). */
const WITHOUT_PRODUCT = [401, 403]

/** Answers one request from memory. Never throws for what a client did. */
export function dispatch(state: PracticeState, wire: WireRequest): PracticeAnswer {
  const answer = answerOrRefusal(state, wire)
  const product = WITHOUT_PRODUCT.includes(answer.status)
    ? {}
    : { 'x-elastic-product': 'Elasticsearch' }
  return {
    ...answer,
    headers: { ...answer.headers, ...product, 'content-type': mediaType(state, wire) },
  }
}

/** A versioned media type that was accepted is answered in kind; all else is plain JSON. */
function mediaType(state: PracticeState, { headers }: WireRequest): string {
  const version = versionIn(headers['accept'])
  const isVersioned = version !== undefined && knownVersions(state).includes(version)
  return isVersioned
    ? `application/vnd.elasticsearch+json;compatible-with=${version}`
    : 'application/json'
}

function versionIn(mediaTypes: string | undefined): number | undefined {
  const version = /compatible-with=(\d+)/.exec(mediaTypes ?? '')?.[1]
  return version === undefined ? undefined : Number(version)
}

/** A server takes its own and the previous version's media types. */
function knownVersions(state: PracticeState): readonly number[] {
  return [majorOf(state), majorOf(state) - 1]
}

function answerOrRefusal(state: PracticeState, wire: WireRequest): PracticeAnswer {
  try {
    return answer(state, wire)
  } catch (refusal) {
    if (refusal instanceof PracticeRefusal) return refusal.toAnswer()
    throw refusal
  }
}

function answer(state: PracticeState, wire: WireRequest): PracticeAnswer {
  const { pathname: path, searchParams: params } = new URL(wire.uri, 'http://practice')
  demandMediaTypes(state, wire.headers)
  const caller = state.keys.authenticate(wire.headers['authorization'], wire.uri)
  const method = wire.method === 'HEAD' ? 'GET' : wire.method
  const found = endpoints.filter((endpoint) => endpoint.path.test(path))
  const handler = found.map(({ methods }) => methods[method]).find((one) => one !== undefined)
  if (!handler)
    return refuseRoute(
      wire,
      found.flatMap(({ methods }) => Object.keys(methods)),
    )
  const refused = checkContentType(wire)
  if (refused) return refused
  return answerFiltered(handler, state, { method, path, params, body: wire.body, caller })
}

function answerFiltered(
  handler: Handler,
  state: PracticeState,
  request: Parameters<Handler>[1],
): PracticeAnswer {
  const answer = handler(state, request)
  const filterPath = request.params.get('filter_path')
  return filterPath === null ? answer : { ...answer, body: filterAnswer(answer.body, filterPath) }
}

function refuseRoute({ method, uri }: WireRequest, allowed: readonly string[]): PracticeAnswer {
  if (allowed.length === 0) {
    return {
      status: 400,
      body: { error: `no handler found for uri [${uri}] and method [${method}]` },
    }
  }
  const error = `Incorrect HTTP method for uri [${uri}] and method [${method}], allowed: [${allowed.join(', ')}]`
  return { status: 405, body: { error, status: 405 }, headers: { allow: allowed.join(',') } }
}

const BODY_TYPES = /^application\/(vnd\.elasticsearch\+)?(json|x-ndjson)\b/

function checkContentType({ headers, body }: WireRequest): PracticeAnswer | undefined {
  const type = headers['content-type'] ?? ''
  if (body === '' || BODY_TYPES.test(type)) return undefined
  return {
    status: 406,
    body: { error: `Content-Type header [${type}] is not supported`, status: 406 },
  }
}

/** 8.19 refuses `compatible-with=9`, which the newest client sends unless told otherwise (elastic.md §2). */
function demandMediaTypes(state: PracticeState, headers: WireRequest['headers']): void {
  for (const name of ['accept', 'content-type']) {
    const version = versionIn(headers[name])
    if (version === undefined || knownVersions(state).includes(version)) continue
    const reason = 'Invalid media-type value on headers [Content-Type, Accept]'
    const known = knownVersions(state).join(' or ')
    const why = `Accept version must be either version ${known}, but found ${version}.`
    const inner = { type: 'status_exception', reason: why }
    throw refuse(400, { type: 'media_type_header_exception', reason }, { caused_by: inner })
  }
}
