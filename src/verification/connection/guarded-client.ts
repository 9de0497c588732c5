import { Client, CloudConnectionPool, Transport } from '@elastic/elasticsearch'
import type { TransportOptions } from '@elastic/elasticsearch'
import { Pool } from 'undici'
import type { Secret } from '../../shared/secret.ts'
import type { Target } from '../target/target.ts'
import { BoundedSerializer } from './bounded-json.ts'
import type { ExchangeBounds } from './bounds.ts'
import { GuardFault, toFault } from './guard-fault.ts'
import { createGuardedConnection } from './guarded-connection.ts'
import type { Socket } from 'node:net'

export type ClientSettings = {
  target: Target
  authorization: Secret
  bounds: ExchangeBounds
  userAgent: string
  dial: () => Promise<Socket>
}

/** Elastic's client, told to do once what it is asked and nothing by itself. */
export function createGuardedClient(settings: ClientSettings): Client {
  const { target, authorization, bounds, userAgent } = settings
  const pool = createPool(settings)
  return new Client({
    node: originOf(target),
    Connection: createGuardedConnection({ pool, authorization, answerBytes: bounds.answerBytes }),
    // The one pool that never pings and never resurrects.
    ConnectionPool: CloudConnectionPool,
    Transport: PlainTransport,
    Serializer: BoundedSerializer,
    // Its own types would say compatible-with=9, which every 8.x cluster refuses.
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': userAgent,
    },
    maxRetries: 0,
    sniffOnStart: false,
    sniffInterval: false,
    sniffOnConnectionFault: false,
    compression: false,
    disablePrototypePoisoningProtection: false,
    enableMetaHeader: false,
    redaction: { type: 'remove' },
  })
}

/** No sniffing, no telemetry, and no product check: an old or foreign server is ours to judge. */
class PlainTransport extends Transport {
  constructor(options: TransportOptions) {
    const plain = { ...options, openTelemetry: { enabled: false } }
    delete plain.productCheck
    super(plain)
  }
}

function createPool({ target, bounds, dial }: ClientSettings): Pool {
  return new Pool(originOf(target), {
    connections: 1,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: bounds.headerBytes,
    headersTimeout: bounds.headersMs,
    bodyTimeout: bounds.gapMs,
    // Whatever origin the pool thinks of, it gets the pinned addresses of this one target.
    connect: (_origin, callback) => {
      dial().then(
        (socket) => {
          callback(null, socket)
        },
        (error: unknown) => {
          callback(new GuardFault(toFault(error)), null)
        },
      )
    },
  })
}

function originOf({ scheme, host, port }: Target): string {
  return `${scheme}://${host}:${port}`
}
