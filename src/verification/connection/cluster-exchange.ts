import type { TargetPolicy } from '../target/target.ts'
import { EXCHANGE_BOUNDS } from './bounds.ts'
import type { ExchangeBounds } from './bounds.ts'
import type { OpenExchange } from './exchange.ts'
import { createOpenExchangeBehind } from './open-exchange.ts'
import type { HostResolver } from './resolve-host.ts'
import { createPublicWall } from './wall.ts'

export type { ExchangeBounds } from './bounds.ts'
export type {
  ClusterAnswer,
  ClusterExchange,
  ClusterFault,
  ClusterRequest,
  OpenExchange,
} from './exchange.ts'

export type ExchangeOutside = {
  resolver: HostResolver
  /** Asked at every conversation, because a laptop at a booth changes its network. */
  ownAddresses: () => readonly string[]
  policy: TargetPolicy
  userAgent: string
  /** A /96 prefix such as `64:ff9b::`, on networks where names resolve into it. */
  nat64Prefix?: string
  bounds?: Partial<ExchangeBounds>
}

/**
 * The way to a cluster, and the only one: one conversation a check, at most 4 requests, one
 * deadline of 8 s for all of it, no retry, no redirect. Faults come back as words; nothing throws
 * for what a cluster or a network does.
 */
export function createOpenExchange(outside: ExchangeOutside): OpenExchange {
  const { resolver, ownAddresses, policy, userAgent, nat64Prefix, bounds } = outside
  const wall = createPublicWall(() => ({
    ownAddresses: ownAddresses(),
    ...(nat64Prefix !== undefined && { nat64Prefix }),
  }))
  return createOpenExchangeBehind({
    resolver,
    wall,
    policy,
    userAgent,
    bounds: { ...EXCHANGE_BOUNDS, ...bounds },
  })
}
