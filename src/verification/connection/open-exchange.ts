import type { Client } from '@elastic/elasticsearch'
import type { Secret } from '../../shared/secret.ts'
import type { Target, TargetPolicy } from '../target/target.ts'
import type { ExchangeBounds } from './bounds.ts'
import type { Busy, ClusterAnswer, ClusterFault, ClusterRequest, OpenExchange } from './exchange.ts'
import { GuardFault, toFault } from './guard-fault.ts'
import type { HostResolver } from './resolve-host.ts'
import { createExchangeLimiter } from './limit-exchanges.ts'
import type { ExchangeLimiter } from './limit-exchanges.ts'
import { mayDial } from './may-dial.ts'
import { readAnswer } from './read-answer.ts'
import { startConversation } from './start-conversation.ts'
import type { Conversation } from './start-conversation.ts'
import type { Wall } from './wall.ts'

export type ExchangeSettings = {
  resolver: HostResolver
  wall: Wall
  policy: TargetPolicy
  userAgent: string
  bounds: ExchangeBounds
}
export type Call = ExchangeSettings & { target: Target; authorization: Secret; by: string }

/**
 * Opens conversations behind a given wall. Only `cluster-exchange.ts` may call this outside of
 * tests, and it knows one wall; a test over the source tree holds that.
 */
export function createOpenExchangeBehind(settings: ExchangeSettings): OpenExchange {
  const limiter = createExchangeLimiter(settings.bounds)
  const open = (target: Target, authorization: Secret, by = '') =>
    createExchange({ ...settings, target, authorization, by }, limiter)
  return Object.assign(open, { waiting: limiter.waiting })
}

function createExchange(call: Call, limiter: ExchangeLimiter): ReturnType<OpenExchange> {
  let conversation: Promise<Conversation | Busy> | undefined
  let sent = 0

  return {
    requestsSent: () => sent,
    ask: async (request) => {
      if (!mayDial(call.target, call.policy)) return toAnswer('address_blocked')
      conversation ??= startConversation(call, limiter)
      const started = await conversation
      if ('kind' in started) return { kind: 'fault', fault: 'busy', busy: started }
      if (sent >= call.bounds.requests) return toAnswer('too_many_requests_in_check')

      sent += 1
      return askOnce(started, request, call.policy)
    },
    close: async () => {
      const started = await conversation
      if (started && !('kind' in started)) await started.end(new GuardFault('unreachable'))
    },
  }
}

async function askOnce(
  { client, signal, unreachableFloor }: Conversation,
  request: ClusterRequest,
  { mode }: TargetPolicy,
): Promise<ClusterAnswer> {
  try {
    return readAnswer(await send(client, request, signal))
  } catch (error) {
    const fault = toFault(signal.aborted ? signal.reason : error)
    if (mode === 'strict' || !LOOK_ALIKE.includes(fault)) return toAnswer(fault)
    await unreachableFloor
    return toAnswer('unreachable')
  }
}

/** In open mode anybody's address may be typed: telling these apart would make us a port scanner. */
const LOOK_ALIKE: readonly ClusterFault[] = ['unreachable', 'timeout']

/** Statuses the client would otherwise turn into errors, with a text that the cluster writes. */
const ERROR_STATUSES = Array.from({ length: 600 }, (_, index) => 400 + index)

function send(client: Client, request: ClusterRequest, signal: AbortSignal) {
  const { method, path, body, contentType } = request
  return client.transport.request(
    { method, path, ...(body !== undefined && { body }) },
    {
      meta: true,
      signal,
      ignore: ERROR_STATUSES,
      ...(contentType && { headers: { 'content-type': contentType } }),
    },
  )
}

function toAnswer(fault: ClusterFault): ClusterAnswer {
  return { kind: 'fault', fault }
}
