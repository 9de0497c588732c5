import type { Secret } from '../../shared/secret.ts'
import type { Target } from '../target/target.ts'

/** One question to a cluster. `path` starts with a slash and may carry a query. */
export type ClusterRequest = {
  method: 'GET' | 'POST'
  path: string
  body?: string
  contentType?: 'application/json' | 'application/x-ndjson'
}

/** Why there is no answer. A closed list: the words of the network never get further than here. */
export type ClusterFault =
  | 'address_blocked'
  | 'name_unknown'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'not_elasticsearch'
  | 'answer_too_big'
  | 'malformed'
  | 'busy'
  | 'too_many_requests_in_check'

/**
 * `product`: the header `x-elastic-product: Elasticsearch` was there (errors 401 and 403 never carry it).
 * `kibana`: a `kbn-…` header was there. `handlingCluster`: the proxy's id of the cluster, 32 hex digits.
 * `version`: three numbers, where a warning of the server names them (a 7 without security adds one to every answer).
 * `body`: JSON within the bounds, free of prototype tricks; undefined for an error page that is not JSON.
 */
export type ClusterAnswer =
  | {
      kind: 'answer'
      status: number
      product: boolean
      kibana: boolean
      handlingCluster?: string
      version?: string
      body: unknown
    }
  | { kind: 'fault'; fault: ClusterFault; busy?: Busy }

/** No place: when it is worth asking again, and how many wait in line. */
export type Busy = { kind: 'busy'; seconds: number; waiting: number }

/** One check's conversation with one cluster: at most 4 requests, one deadline for all, no retry. */
export type ClusterExchange = {
  ask(request: ClusterRequest): Promise<ClusterAnswer>
  requestsSent(): number
  close(): Promise<void>
}

/**
 * `authorization` is the whole header value (`ApiKey …`, `Basic …`); an empty Secret sends none.
 * `by` is for whom: when places are few, everybody gets one in turn.
 */
export type OpenExchange = ((
  target: Target,
  authorization: Secret,
  by?: string,
) => ClusterExchange) & {
  /** How many checks wait for a place. */
  waiting?: () => number
}
