import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { Target } from '../target/target.ts'
import { dial } from './dial.ts'
import { GuardFault } from './guard-fault.ts'
import { createGuardedClient } from './guarded-client.ts'
import type { ExchangeLimiter } from './limit-exchanges.ts'
import type { Busy } from './exchange.ts'
import type { Call } from './open-exchange.ts'
import { pinAddresses } from './pin-addresses.ts'

/** One conversation under way: it holds a place among all of them until it ends. */
export type Conversation = {
  client: Client
  /** The one clock that holds; its reason is a GuardFault. */
  signal: AbortSignal
  /** Passes when "unreachable" may be said in open mode. */
  unreachableFloor: Promise<unknown>
  end(why: GuardFault): Promise<void>
}

/** Waits for a place, then starts the clock. The name is resolved once, when it is first dialled. */
export async function startConversation(
  call: Call,
  limiter: ExchangeLimiter,
): Promise<Conversation | Busy> {
  const { target, bounds, wall, by } = call
  const leave = await limiter.enter({ host: placeOf(target), by, ours: target.rehearsal })
  if (typeof leave !== 'function') return leave

  const ending = new AbortController()
  const { signal } = ending
  let pinned: ReturnType<typeof pinAddresses> | undefined
  const client = createGuardedClient({
    ...call,
    dial: async () => {
      pinned ??= pinAddresses(target, { ...call, nameMs: bounds.nameMs })
      const addresses = await pinned
      return dial({ target, addresses, wall, connectMs: bounds.connectMs, signal })
    },
  })
  const end = async (why: GuardFault) => {
    clearTimeout(deadline)
    ending.abort(why)
    leave()
    await client.close()
  }
  const deadline = setTimeout(() => void end(new GuardFault('timeout')), bounds.totalMs)
  const unreachableFloor = delay(bounds.unreachableMs, undefined, { signal }).catch(() => undefined)
  return { client, signal, unreachableFloor, end }
}

/** Practice clusters are many on one machine; in earnest a host is one place, whatever its port. */
function placeOf({ host, port, rehearsal }: Target): string {
  return rehearsal ? `${host}:${port}` : host
}
