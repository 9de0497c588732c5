import { isJsonObject, toTexts } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'
import type { KeyWish } from './practice-keys.ts'
import { answerHasPrivileges, demandCluster } from './practice-privileges.ts'
import { refuse, refuseArgument } from './practice-refusal.ts'
import { majorOf, ok, readJson } from './practice-state.ts'
import type { Endpoint, Handler } from './practice-state.ts'

const KEY_REALM = { name: '_es_api_key', type: '_es_api_key' }
const USER_REALM = { name: 'reserved', type: 'reserved' }

/** Needs no privilege. `roles` is empty for every key, however strong (elastic.md §5.1). */
const answerAuthenticate: Handler = (state, { caller: { user, key } }) => {
  const realm = key ? KEY_REALM : USER_REALM
  const managed = majorOf(state) >= 9 ? { managed_by: 'elasticsearch' } : {}
  return ok({
    username: user,
    roles: key ? [] : ['superuser'],
    full_name: null,
    email: null,
    metadata: { _reserved: true },
    enabled: true,
    authentication_realm: realm,
    lookup_realm: realm,
    authentication_type: key ? 'api_key' : 'realm',
    ...(key ? { api_key: { ...managed, id: key.id, name: key.name } } : {}),
  })
}

const answerPrivileges: Handler = (_, { caller, body }) =>
  ok(answerHasPrivileges(caller, readJson(body)))

const createKey: Handler = (state, { caller, body }) => {
  demandCluster(caller, 'apiKeys', 'cluster:admin/xpack/security/api_key/create')
  const wish = readWish(readJson(body))
  if (caller.key) {
    const reason =
      'creating derived api keys requires an explicit role descriptor that is empty (has no privileges)'
    throw refuseArgument(reason)
  }
  return ok(state.keys.create(wish))
}

function readWish({ name, expiration, role_descriptors }: JsonObject): KeyWish {
  if (typeof name !== 'string' || name === '') {
    const reason = 'Validation Failed: 1: api key name is required;'
    throw refuse(400, { type: 'action_request_validation_exception', reason })
  }
  return {
    name,
    ...(typeof expiration === 'string' ? { expiration } : {}),
    ...(isJsonObject(role_descriptors) ? { role_descriptors } : {}),
  }
}

/** By `ids`, or by `name` (with or without `owner`). */
const invalidateKeys: Handler = (state, { caller, body }) => {
  demandCluster(caller, 'apiKeys', 'cluster:admin/xpack/security/api_key/invalidate')
  const { ids, id, name } = readJson(body)
  const chosen = [...toTexts(ids), ...toTexts(id)]
  const ended = state.keys.invalidate((key) => chosen.includes(key.id) || key.name === name)
  return ok({ invalidated_api_keys: ended, previously_invalidated_api_keys: [], error_count: 0 })
}

export const securityEndpoints: readonly Endpoint[] = [
  { path: /^\/_security\/_authenticate$/, methods: { GET: answerAuthenticate } },
  {
    path: /^\/_security\/user\/_has_privileges$/,
    methods: { GET: answerPrivileges, POST: answerPrivileges },
  },
  {
    path: /^\/_security\/api_key$/,
    methods: { POST: createKey, PUT: createKey, DELETE: invalidateKeys },
  },
]
