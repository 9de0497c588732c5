import { publicName } from './practice-documents.ts'
import { demandCluster, demandIndex } from './practice-privileges.ts'
import { refuse, refuseMissingIndex } from './practice-refusal.ts'
import { createIndex, ok, pathPart, readJson, templateFor, toIndexDate } from './practice-state.ts'
import type { Endpoint, Handler, PracticeState } from './practice-state.ts'

/** What a Metricbeat asks for and puts before it sends, with the delivered settings (elastic.md §4.4). */
const ACKNOWLEDGED = { acknowledged: true }

const getPolicy: Handler = (state, request) => {
  demandCluster(request.caller, 'readPolicies', 'cluster:admin/ilm/get')
  const name = pathPart(request, 3)
  const policy = state.policies.get(name)
  const reason = `Lifecycle policy not found: ${name}`
  if (!policy) throw refuse(404, { type: 'resource_not_found_exception', reason })
  return ok({ [name]: { version: 1, ...policy } })
}

const putPolicy: Handler = (state, request) => {
  demandCluster(request.caller, 'policies', 'cluster:admin/ilm/put')
  state.policies.set(pathPart(request, 3), readJson(request.body))
  return ok(ACKNOWLEDGED)
}

const getTemplate: Handler = (state, request) => {
  demandCluster(request.caller, 'templates', 'indices:admin/index_template/get')
  const name = pathPart(request, 2)
  const index_template = state.indexTemplates.get(name)
  const reason = `index template matching [${name}] not found`
  if (!index_template) throw refuse(404, { type: 'resource_not_found_exception', reason })
  return ok({ index_templates: [{ name, index_template }] })
}

const putTemplate: Handler = (state, request) => {
  demandCluster(request.caller, 'templates', 'indices:admin/index_template/put')
  state.indexTemplates.set(pathPart(request, 2), readJson(request.body))
  return ok(ACKNOWLEDGED)
}

const getStream: Handler = (state, request) => {
  const name = pathPart(request, 2)
  const stream = state.documents.find(name)
  if (!stream?.stream) throw refuseMissingIndex(name)
  const indices = [{ index_name: stream.name }]
  return ok({ data_streams: [{ name, timestamp_field: { name: '@timestamp' }, indices }] })
}

const putStream: Handler = (state, request) => {
  const index = pathPart(request, 2)
  demandIndex(request.caller, 'autoCreate', { action: 'indices:admin/data_stream/create', index })
  if (!state.documents.find(index)) createIndex(state, index)
  return ok(ACKNOWLEDGED)
}

const getAlias: Handler = (state, request) => {
  const alias = pathPart(request, 2)
  const index = state.documents.find(alias)
  if (!index || index.stream)
    return { status: 404, body: { error: `alias [${alias}] missing`, status: 404 } }
  return ok({ [index.name]: { aliases: { [alias]: { is_write_index: true } } } })
}

const getIndex: Handler = (state, request) => {
  const index = state.documents.find(pathPart(request, 1))
  if (!index) throw refuseMissingIndex(pathPart(request, 1))
  return ok({ [index.name]: { aliases: {}, mappings: {}, settings: {} } })
}

/** 7 makes `<metricbeat-7.17.29-{now/d}-000001>` with a write alias. */
const putIndex: Handler = (state, request) => {
  const name = resolveDate(state, pathPart(request, 1))
  demandIndex(request.caller, 'create', { action: 'indices:admin/create', index: name })
  const reason = `index [${name}] already exists`
  if (state.documents.find(name))
    throw refuse(400, { type: 'resource_already_exists_exception', reason })
  const [alias] = Object.keys(readJson(request.body)['aliases'] ?? {})
  const template = templateFor(state, name)
  state.documents.create(alias === undefined ? { name, template } : { name, alias, template })
  return ok({ acknowledged: true, shards_acknowledged: true, index: name })
}

function resolveDate({ now }: PracticeState, name: string): string {
  return name.replace(/^<(.*)>$/, '$1').replace('{now/d}', toIndexDate(now()))
}

const deleteIndex: Handler = (state, request) => {
  const name = pathPart(request, 1)
  const index = state.documents.find(name)
  if (!index) throw refuseMissingIndex(name)
  const wish = { action: 'indices:admin/delete', index: publicName(index) }
  demandIndex(request.caller, 'remove', wish)
  state.documents.remove(index)
  return ok(ACKNOWLEDGED)
}

export const setupEndpoints: readonly Endpoint[] = [
  { path: /^\/_ilm\/policy\/[^/]+$/, methods: { GET: getPolicy, PUT: putPolicy } },
  { path: /^\/_index_template\/[^/]+$/, methods: { GET: getTemplate, PUT: putTemplate } },
  { path: /^\/_data_stream\/[^/]+$/, methods: { GET: getStream, PUT: putStream } },
  { path: /^\/_alias\/[^/]+$/, methods: { GET: getAlias } },
  { path: /^\/[^_/][^/]*$/, methods: { GET: getIndex, PUT: putIndex, DELETE: deleteIndex } },
]
