import { publicName } from './practice-documents.ts'
import type { PracticeIndex } from './practice-documents.ts'
import { toJsonObject } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import { demandIndex } from './practice-privileges.ts'
import type { Caller } from './practice-privileges.ts'
import { PracticeRefusal, refuse, refuseArgument } from './practice-refusal.ts'
import { createIndex, ok, pathPart, readJson } from './practice-state.ts'
import type { Endpoint, Handler, PracticeState } from './practice-state.ts'

type Write = { operation: string; index: string; id?: string; source: JsonObject }

/**
 * Takes documents as both Metricbeats send them: `create` or `index` lines, 9 with an empty line
 * after every document. A key that may write nowhere is refused whole, a single index item by item.
 */
const answerBulk: Handler = (state, request) => {
  demandIndex(request.caller, 'write', { action: 'indices:data/write/bulk' })
  const first = pathPart(request, 1)
  const writes = readWrites(request.body, first === '_bulk' ? '' : first)
  const items = writes.map((write) => ({ [write.operation]: store(state, request.caller, write) }))
  const errors = items.some((item) => Object.values(item).some((one) => 'error' in one))
  return ok({ errors, took: 1, items })
}

function readWrites(body: string, defaultIndex: string): Write[] {
  if (!body.endsWith('\n')) {
    throw refuseArgument('The bulk request must be terminated by a newline [\\n]')
  }
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  const pairs = Array.from({ length: Math.ceil(lines.length / 2) }, (_, at) =>
    lines.slice(2 * at, 2 * at + 2),
  )
  return pairs.map(([first = '', second], at) => {
    const [entry] = Object.entries(readJson(first))
    if (!entry || !['create', 'index'].includes(entry[0]) || second === undefined) {
      throw refuseArgument(
        `Malformed action/metadata line [${2 * at + 1}], expected a create or index`,
      )
    }
    const [operation, written] = entry
    const { _index, _id } = toJsonObject(written)
    const index = typeof _index === 'string' ? _index : defaultIndex
    return {
      operation,
      index,
      source: readJson(second),
      ...(typeof _id === 'string' ? { id: _id } : {}),
    }
  })
}

function store(state: PracticeState, caller: Caller, write: Write): JsonObject {
  try {
    const index = openIndex(state, caller, write)
    const { id } = state.documents.add(index, write.source, write.id)
    return {
      _index: index.name,
      _id: id,
      _version: 1,
      result: 'created',
      _shards: { total: 2, successful: 1, failed: 0 },
      _seq_no: index.documents.length - 1,
      _primary_term: 1,
      status: 201,
    }
  } catch (refusal) {
    if (!(refusal instanceof PracticeRefusal)) throw refusal
    const { type, reason } = refusal.error
    return { _index: write.index, _id: null, status: refusal.status, error: { type, reason } }
  }
}

function openIndex(state: PracticeState, caller: Caller, write: Write): PracticeIndex {
  const { index: name, operation, source } = write
  demandIndex(caller, 'write', { action: 'indices:data/write/bulk[s]', index: name })
  const index = state.documents.find(name) ?? autoCreate(state, caller, name)
  if (index.stream && operation !== 'create') {
    throw refuseArgument('only write ops with an op_type of create are allowed in data streams')
  }
  if (index.stream && typeof source['@timestamp'] !== 'string') {
    const reason = `data stream timestamp field [@timestamp] is missing in [${publicName(index)}]`
    throw refuse(400, { type: 'document_parsing_exception', reason })
  }
  return index
}

function autoCreate(state: PracticeState, caller: Caller, name: string): PracticeIndex {
  demandIndex(caller, 'autoCreate', { action: 'indices:admin/auto_create', index: name })
  return createIndex(state, name)
}

export const bulkEndpoints: readonly Endpoint[] = [
  { path: /^(\/[^/]+)?\/_bulk$/, methods: { POST: answerBulk, PUT: answerBulk } },
]
