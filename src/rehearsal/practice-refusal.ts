import type { JsonObject } from './practice-json.ts'

/** What the practice cluster answers to one request; `body` is JSON, `undefined` for none. */
export type PracticeAnswer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Cause = JsonObject & { readonly type: string; readonly reason: string }

/**
 * A refusal in Elasticsearch's own shape: `{error: {root_cause: […], type, reason, …}, status}`.
 * Shapes and texts: elastic.md §3.1 and the recorded answers of 8.19.21 and 9.5.3.
 */
export class PracticeRefusal extends Error {
  readonly status: number
  readonly error: JsonObject
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, error: JsonObject, headers: Readonly<Record<string, string>> = {}) {
    super(typeof error['reason'] === 'string' ? error['reason'] : 'refused')
    this.status = status
    this.error = error
    this.headers = headers
  }

  toAnswer(): PracticeAnswer {
    const { status, error, headers } = this
    return { status, body: { error, status }, headers }
  }
}

/** A refusal whose root cause is the refusal itself. */
export function refuse(status: number, cause: Cause, more: JsonObject = {}): PracticeRefusal {
  return new PracticeRefusal(status, { root_cause: [cause], ...cause, ...more })
}

/** 400. */
export function refuseArgument(reason: string): PracticeRefusal {
  return refuse(400, { type: 'illegal_argument_exception', reason })
}

/** An unknown query or aggregation. Position and inner cause are there, as on a real cluster. */
export function refuseUnknown(what: string, name: string): PracticeRefusal {
  const cause = { type: 'parsing_exception', reason: `${what} [${name}]`, line: 1, col: 1 }
  const inner = {
    type: 'named_object_not_found_exception',
    reason: `[1:1] unknown field [${name}]`,
  }
  return refuse(400, cause, { caused_by: inner })
}

/** 404 for a name, or a pattern that may match nothing. */
export function refuseMissingIndex(expression: string): PracticeRefusal {
  const names = { index_uuid: '_na_', index: expression }
  const resource = expression.includes('*')
    ? names
    : { 'resource.type': 'index_or_alias', 'resource.id': expression, ...names }
  const reason = `no such index [${expression}]`
  return refuse(404, { type: 'index_not_found_exception', reason, ...resource })
}

const SCHEMES = ['Basic realm="security", charset="UTF-8"', 'ApiKey']

/** 401. `attempt` says why a key or token failed; the real field is called just so. */
export function refuseLogin(reason: string, attempt?: string): PracticeRefusal {
  const cause = {
    type: 'security_exception',
    reason,
    ...(attempt === undefined ? {} : { additional_unsuccessful_credentials: attempt }),
    header: { 'WWW-Authenticate': SCHEMES },
  }
  const headers = { 'www-authenticate': SCHEMES.join(', ') }
  return new PracticeRefusal(401, { root_cause: [cause], ...cause }, headers)
}

/** 403 for a valid key or user that may not do `action`. */
export function refuseAction(action: string, who: string, granted: string): PracticeRefusal {
  const reason = `action [${action}] is unauthorized for ${who}, this action is granted by the ${granted}`
  return refuse(403, { type: 'security_exception', reason })
}
