import { Secret } from '../../src/shared/secret.ts'
import { EXCHANGE_BOUNDS } from '../../src/verification/connection/bounds.ts'
import type {
  ClusterAnswer,
  ClusterExchange,
  ExchangeBounds,
} from '../../src/verification/connection/cluster-exchange.ts'
import { createOpenExchangeBehind } from '../../src/verification/connection/open-exchange.ts'
import type { HostResolver } from '../../src/verification/connection/resolve-host.ts'
import type { Wall } from '../../src/verification/connection/wall.ts'
import { ELASTIC_DOMAINS } from '../../src/verification/target/parse-target.ts'
import type { Target, TargetPolicy } from '../../src/verification/target/parse-target.ts'

export const DOMAIN = 'es.us-east-1.aws.found.io'
export const HOST = `cluster.${DOMAIN}`
export const KEY = 'ApiKey a2V5LWlkOmtleS1zZWNyZXQ='

/** Clocks that a machine busy with other things does not reach. */
const PATIENT: Partial<ExchangeBounds> = {
  totalMs: 60_000,
  nameMs: 20_000,
  connectMs: 40_000,
  headersMs: 20_000,
  gapMs: 20_000,
}

/** Clocks far shorter than the product's, where waiting is all a test would do. */
export const SHORT: Partial<ExchangeBounds> = {
  totalMs: 1_200,
  nameMs: 200,
  connectMs: 600,
  headersMs: 500,
  gapMs: 400,
  unreachableMs: 900,
}

export type ToLoopback = {
  ports: readonly number[]
  /** PEM of the authority to trust; the platform's own where none is given. */
  authority?: string
  mode?: TargetPolicy['mode']
  bounds?: Partial<ExchangeBounds>
  resolver?: HostResolver
  authorization?: Secret
  admits?: Wall['admits']
}
export type OpenLoopback = (port?: number, host?: string) => ClusterExchange

/**
 * The guarded connection behind a wall that admits loopback. This is the tests' seam: production
 * has no way to name a wall (`createOpenExchange` takes none).
 */
export function exchangesWithLoopback(to: ToLoopback): OpenLoopback {
  const open = createOpenExchangeBehind({
    resolver: to.resolver ?? everythingIsLoopback,
    wall: {
      admits: to.admits ?? ((address) => address === '127.0.0.1'),
      ...(to.authority !== undefined && { authorities: [to.authority] }),
    },
    policy: policyFor(to.ports, to.mode),
    userAgent: 'booth-mission-test',
    bounds: { ...EXCHANGE_BOUNDS, ...PATIENT, ...to.bounds },
  })
  return (port = to.ports[0] ?? 0, host = HOST) => {
    const target: Target = { scheme: 'https', host, port, rehearsal: false }
    return open(target, to.authorization ?? new Secret(KEY))
  }
}

export function policyFor(
  ports: readonly number[],
  mode: TargetPolicy['mode'] = 'strict',
): TargetPolicy {
  return { mode, allowedSuffixes: ELASTIC_DOMAINS, allowedPorts: ports, rehearsalOrigins: [] }
}

/** One question in a conversation of its own. */
export async function askOnce(exchange: ClusterExchange): Promise<ClusterAnswer> {
  try {
    return await exchange.ask({ method: 'GET', path: '/' })
  } finally {
    await exchange.close()
  }
}

const everythingIsLoopback: HostResolver = {
  resolve4: () => Promise.resolve(['127.0.0.1']),
  resolve6: () => Promise.resolve([]),
}
