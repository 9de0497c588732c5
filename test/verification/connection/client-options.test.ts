import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { Secret } from '../../../src/shared/secret.ts'
import { EXCHANGE_BOUNDS } from '../../../src/verification/connection/bounds.ts'
import { createGuardedClient } from '../../../src/verification/connection/guarded-client.ts'
import { json, plain } from '../../support/hostile-answers.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import { HOST, KEY } from '../../support/hostile-exchange.ts'

function openClient(dial: () => Promise<Socket>) {
  return createGuardedClient({
    target: { scheme: 'https', host: HOST, port: 443, rehearsal: false },
    authorization: new Secret(KEY),
    bounds: EXCHANGE_BOUNDS,
    userAgent: 'booth-mission-test',
    dial,
  })
}

/** What the client's transport made of our options; an upgrade that renames or ignores one turns this red. */
function transportSettings(): Record<string, unknown> {
  const { transport } = openClient(() => Promise.reject(new Error('nothing is dialled here')))
  const fields = transport as unknown as Record<symbol, unknown>
  const named = Object.getOwnPropertySymbols(fields)
  return Object.fromEntries(named.map((symbol) => [symbol.description ?? '', fields[symbol]]))
}

test('the client does once what it is asked and nothing by itself', () => {
  expect(transportSettings()).toMatchObject({
    'max retries': 0,
    'retry on timeout': false,
    compression: false,
    'sniff enabled': false,
    'sniff on connection fault': false,
    'sniff interval': false,
    'product check': null,
    redaction: { type: 'remove' },
  })
})

test('its headers tell a stranger our name and nothing else', () => {
  expect(transportSettings()['headers']).toEqual({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'booth-mission-test',
  })
})

const OTEL = Symbol.for('opentelemetry.js.api.1')
const world = globalThis as unknown as Record<symbol, unknown>
afterEach(() => {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- OpenTelemetry's place in the process
  delete world[OTEL]
  delete process.env['OTEL_ELASTICSEARCH_ENABLED']
})

test('no telemetry is written about a conversation, whatever the environment asks for', async () => {
  process.env['OTEL_ELASTICSEARCH_ENABLED'] = 'true'
  const spans: string[] = []
  const span = new Proxy({}, { get: () => () => span })
  const record = (name: string, ...rest: unknown[]): unknown => {
    spans.push(name)
    const work = rest.at(-1)
    return typeof work === 'function' ? (work as (span: unknown) => unknown)(span) : span
  }
  const tracer = { startSpan: record, startActiveSpan: record }
  world[OTEL] = { version: '1.9.0', trace: { getTracer: () => tracer } }

  const cluster = await startHostileCluster(plain(json({ ok: 1 })))
  const client = openClient(async () => {
    const socket = connect(cluster.port, '127.0.0.1')
    await once(socket, 'connect')
    return socket
  })
  // A call by name, because the client writes about no others.
  await client.info()
  expect(cluster.requests).toHaveLength(1)
  expect(spans).toEqual([])
  await client.close()
  await cluster.stop()
})
