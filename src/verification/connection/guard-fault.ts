import type { ClusterFault } from './exchange.ts'

/** Why a conversation ended, in our own word; carries nothing of what the network said. */
export class GuardFault extends Error {
  readonly fault: ClusterFault

  constructor(fault: ClusterFault) {
    super(fault)
    this.name = 'GuardFault'
    this.fault = fault
  }
}

/** undici's and Node's error codes; the list is closed by the rule below it. */
const faultByCode: Readonly<Record<string, ClusterFault>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ECONNABORTED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_SOCKET: 'unreachable',
  UND_ERR_CLOSED: 'unreachable',
  UND_ERR_DESTROYED: 'unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'answer_too_big',
}

/**
 * Names the fault behind anything that was thrown. What we do not know is `malformed`: a cluster
 * may not turn an odd answer into an error page of ours. Wrong arguments of our own are thrown on.
 */
export function toFault(error: unknown): ClusterFault {
  if (error instanceof GuardFault) return error.fault
  const code = codeOf(error)
  if (code === 'UND_ERR_INVALID_ARG') throw new Error('the request was refused by our own client')
  // undici's parser gives it a name, not always a code: whatever answered does not speak HTTP.
  if (textOf(error, 'name') === 'HTTPParserError') return 'not_elasticsearch'
  return faultByCode[code] ?? 'malformed'
}

/** The `code` of anything thrown; '' where it has none. */
export function codeOf(error: unknown): string {
  return textOf(error, 'code')
}

function textOf(error: unknown, field: string): string {
  const value: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined
  return typeof value === 'string' ? value : ''
}
