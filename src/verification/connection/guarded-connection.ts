import { BaseConnection } from '@elastic/elasticsearch'
import type {
  ConnectionRequestOptions,
  ConnectionRequestParams,
  ConnectionRequestResponse,
} from '@elastic/elasticsearch'
import type { Pool } from 'undici'
import type { Secret } from '../../shared/secret.ts'
import { GuardFault } from './guard-fault.ts'
import { dropBody, readBody } from './read-body.ts'

export type Wire = {
  pool: Pool
  /** Goes into the header here and nowhere else: the client never holds it, so it cannot print it. */
  authorization: Secret
  answerBytes: number
}
type Headers = Readonly<Record<string, string | string[] | undefined>>

/** The client's Connection class for one conversation: every byte goes through the given pool. */
export function createGuardedConnection(wire: Wire): typeof BaseConnection {
  return class GuardedConnection extends BaseConnection {
    // The client's second form answers with a stream, which has no bound: we never ask for it.
    override async request(
      params: ConnectionRequestParams,
      options: ConnectionRequestOptions,
    ): Promise<ConnectionRequestResponse & { body: never }> {
      return (await exchange(wire, params, options)) as ConnectionRequestResponse & { body: never }
    }

    override async close(): Promise<void> {
      await wire.pool.destroy()
    }
  }
}

async function exchange(
  { pool, authorization, answerBytes }: Wire,
  params: ConnectionRequestParams,
  { signal }: ConnectionRequestOptions,
): Promise<ConnectionRequestResponse> {
  const response = await authorization.use((value) =>
    pool.request({
      method: params.method === 'POST' ? 'POST' : 'GET',
      path: params.querystring ? `${params.path}?${params.querystring}` : params.path,
      headers: toHeaders(params, value),
      body: typeof params.body === 'string' ? params.body : null,
      signal: signal ?? null,
    }),
  )
  const refusal = refuseHeaders(response.headers, answerBytes)
  if (refusal) {
    dropBody(response.body)
    throw refusal
  }
  const body = await readBody(response.body, answerBytes)
  return { statusCode: response.statusCode, headers: toSingle(response.headers), body }
}

function toHeaders({ headers }: ConnectionRequestParams, authorization: string) {
  return {
    ...headers,
    'accept-encoding': 'identity',
    ...(authorization !== '' && { authorization }),
  }
}

/** What can be refused before a byte of the body is read. */
function refuseHeaders(headers: Headers, answerBytes: number): GuardFault | undefined {
  // We asked for none; an inflated answer has no bound.
  if (headers['content-encoding'] !== undefined) return new GuardFault('malformed')
  const announced = Number(headers['content-length'] ?? 0)
  return announced > answerBytes ? new GuardFault('answer_too_big') : undefined
}

/** The client expects text; a header sent twice arrives as a list. */
function toSingle(headers: Headers): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value ?? '')] as const)
  return Object.fromEntries(pairs)
}
