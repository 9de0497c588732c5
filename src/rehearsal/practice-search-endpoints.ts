import type { PracticeIndex } from './practice-documents.ts'
import { toJsonObject } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import { demandIndex, mayRead, mayTouch } from './practice-privileges.ts'
import type { Caller } from './practice-privileges.ts'
import { PracticeRefusal, refuseArgument, refuseMissingIndex } from './practice-refusal.ts'
import { search } from './practice-search.ts'
import { expand, majorOf, ok, pathPart, readJson } from './practice-state.ts'
import type { Endpoint, Handler, PracticeRequest, PracticeState } from './practice-state.ts'

/** How names that match nothing are treated; Elasticsearch's defaults for a search. */
type Lenience = { ignoreUnavailable: boolean; allowNoIndices: boolean }
type Wish = { expression: string; lenience: Lenience; action: string }

/**
 * The indices a search goes to. A wildcard only ever finds what the key may read, so forbidden and
 * missing look alike; a name without wildcard is refused aloud: 403 or 404 (elastic.md §3.1).
 */
function selectIndices(
  state: PracticeState,
  caller: Caller,
  { expression, lenience, action }: Wish,
): PracticeIndex[] {
  demandIndex(caller, 'read', { action })
  const names = expression === '' ? [''] : expression.split(',')
  const selected = new Set(
    names.flatMap((name) => {
      const found = expand(state, name).filter((index) => mayRead(caller, index))
      const concrete = name !== '' && name !== '_all' && !name.includes('*')
      if (!concrete || found.length > 0 || lenience.ignoreUnavailable) return found
      if (!mayTouch(caller, 'read', name)) demandIndex(caller, 'read', { action, index: name })
      throw refuseMissingIndex(name)
    }),
  )
  if (selected.size === 0 && !lenience.allowNoIndices) throw refuseMissingIndex(expression)
  return [...selected]
}

function lenienceOf(params: URLSearchParams): Lenience {
  return {
    ignoreUnavailable: params.get('ignore_unavailable') === 'true',
    allowNoIndices: params.get('allow_no_indices') !== 'false',
  }
}

function expressionOf(request: PracticeRequest): string {
  const first = pathPart(request, 1)
  return first.startsWith('_') && first !== '_all' ? '' : first
}

const answerSearch: Handler = (state, request) => {
  const { caller, params, body } = request
  const action = 'indices:data/read/search'
  const wish = { expression: expressionOf(request), lenience: lenienceOf(params), action }
  const indices = selectIndices(state, caller, wish)
  const size = params.get('size')
  const asked = { ...readJson(body), ...(size === null ? {} : { size: Number(size) }) }
  return ok(search(indices, asked, state.now().getTime()))
}

const answerCount: Handler = (state, request) => {
  const { caller, params, body } = request
  const action = 'indices:data/read/search'
  const wish = { expression: expressionOf(request), lenience: lenienceOf(params), action }
  const indices = selectIndices(state, caller, wish)
  const asked = { query: readJson(body)['query'], size: 0, track_total_hits: true }
  const { _shards, hits } = search(indices, asked, state.now().getTime())
  return ok({ count: toJsonObject(toJsonObject(hits)['total'])['value'], _shards })
}

const answerMsearch: Handler = (state, request) => {
  demandIndex(request.caller, 'read', { action: 'indices:data/read/msearch' })
  const parts = readParts(request)
  return ok({ took: 1, responses: parts.map((part) => answerPart(state, request.caller, part)) })
}

type Part = { header: JsonObject; body: JsonObject; expression: string }

function readParts(request: PracticeRequest): Part[] {
  if (!request.body.endsWith('\n')) {
    throw refuseArgument('The msearch request must be terminated by a newline [\n]')
  }
  const lines = request.body.split('\n').slice(0, -1)
  const pairs = Array.from({ length: lines.length / 2 }, (_, at) => lines.slice(2 * at, 2 * at + 2))
  return pairs.map(([first = '', second = '']) => {
    const header = readJson(first)
    const written = header['index'] ?? expressionOf(request)
    return { header, body: readJson(second), expression: [written].flat().map(String).join(',') }
  })
}

/** A part fails alone; only what cannot be parsed fails the whole request. */
function answerPart(
  state: PracticeState,
  caller: Caller,
  { header, body, expression }: Part,
): JsonObject {
  const lenience = {
    ignoreUnavailable: header['ignore_unavailable'] === true,
    allowNoIndices: header['allow_no_indices'] !== false,
  }
  try {
    const wish = { expression, lenience, action: 'indices:data/read/search' }
    const indices = selectIndices(state, caller, wish)
    return { ...search(indices, body, state.now().getTime()), status: 200 }
  } catch (refusal) {
    if (!(refusal instanceof PracticeRefusal) || refusal.error['type'] === 'parsing_exception')
      throw refusal
    return { error: refusal.error, status: refusal.status }
  }
}

const answerFieldCaps: Handler = (state, request) => {
  const { caller, params, body } = request
  const action = 'indices:data/read/field_caps'
  const wish = { expression: expressionOf(request), lenience: lenienceOf(params), action }
  const indices = selectIndices(state, caller, wish)
  const asked = params.get('fields') ?? [readJson(body)['fields']].flat().join(',')
  const known = asked
    .split(',')
    .filter((field) => indices.some(({ mapping }) => mapping.find(field)))
  const fields = known.map((field) => [field, answerField(indices, field)] as const)
  return ok({
    indices: indices.map(({ name }) => name),
    fields: Object.fromEntries(
      [...known.flatMap(parentsOf), ...fields].map(([field, kinds]) => [
        field,
        addNews(state, kinds),
      ]),
    ),
  })
}

/** 9 also says of every field whether a model reads it. */
function addNews(state: PracticeState, kinds: JsonObject): JsonObject {
  const news = majorOf(state) >= 9 ? { inference: false } : {}
  const entries = Object.entries(kinds).map(([kind, about]) => [
    kind,
    { ...toJsonObject(about), ...news },
  ])
  return Object.fromEntries(entries) as JsonObject
}

/** The objects around a field are answered too: `agent` with `agent.id`. */
function parentsOf(field: string): [string, JsonObject][] {
  const steps = field
    .replace(/\.keyword$/, '')
    .split('.')
    .slice(0, -1)
  const object = { type: 'object', metadata_field: false, searchable: false, aggregatable: false }
  return steps.map((_, at) => [steps.slice(0, at + 1).join('.'), { object }])
}

function answerField(indices: readonly PracticeIndex[], field: string): JsonObject {
  const byKind = Map.groupBy(indices, ({ mapping }) => mapping.find(field))
  const kinds = [...byKind].flatMap(([kind, holders]) => (kind ? [{ kind, holders }] : []))
  return Object.fromEntries(
    kinds.map(({ kind, holders }) => {
      const type = kind === 'message' ? 'text' : kind
      const aggregatable = type !== 'text'
      const where = kinds.length > 1 ? { indices: holders.map(({ name }) => name) } : {}
      return [type, { type, metadata_field: false, searchable: true, aggregatable, ...where }]
    }),
  )
}

export const searchEndpoints: readonly Endpoint[] = [
  { path: /^(\/[^/]+)?\/_msearch$/, methods: { GET: answerMsearch, POST: answerMsearch } },
  { path: /^(\/[^/]+)?\/_search$/, methods: { GET: answerSearch, POST: answerSearch } },
  { path: /^(\/[^/]+)?\/_count$/, methods: { GET: answerCount, POST: answerCount } },
  { path: /^(\/[^/]+)?\/_field_caps$/, methods: { GET: answerFieldCaps, POST: answerFieldCaps } },
]
