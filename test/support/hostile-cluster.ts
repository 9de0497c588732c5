import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { TlsOptions } from 'node:tls'

/** A request as it came over the wire, headers in their own spelling. */
export type SeenRequest = { head: string; body: string }

export type HostileCluster = {
  port: number
  /** Whole requests that arrived, in order. */
  requests: readonly SeenRequest[]
  /** Everything that arrived, requests or not. */
  bytes(): string
  connections(): number
  /** What is written from now on when a request has arrived. */
  answerWith(answer: Answer): void
  stop(): Promise<void>
}
/** Writes whatever it likes; a function it returns ends what it started when the socket closes. */
export type Answer = (socket: Socket, request: SeenRequest) => undefined | (() => void)

/**
 * A server that speaks raw bytes, so that it can break every rule of HTTP: on a free port of
 * 127.0.0.1 or another address of loopback. With `tls` it shows the given certificate.
 */
export async function startHostileCluster(
  answer: Answer,
  tls?: TlsOptions,
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {},
): Promise<HostileCluster> {
  const requests: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const received: Buffer[] = []
  let answering = answer
  let connections = 0

  const accept = (socket: Socket) => {
    sockets.add(socket)
    let pending = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk)
      pending = Buffer.concat([pending, chunk])
      const request = readRequest(pending)
      if (!request) return
      pending = Buffer.alloc(0)
      requests.push(request)
      const stop = answering(socket, request)
      if (stop) socket.once('close', stop)
    })
  }
  const server: Server = tls ? createTlsServer(tls, accept) : createServer(accept)
  server.on('connection', () => (connections += 1))
  server.on('tlsClientError', () => undefined)
  server.listen(port, host)
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    requests,
    bytes: () => Buffer.concat(received).toString('latin1'),
    connections: () => connections,
    answerWith: (next) => (answering = next),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function readRequest(bytes: Buffer): SeenRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.subarray(0, end).toString('latin1')
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
  const body = bytes.subarray(end + 4)
  return body.length < length ? undefined : { head, body: body.toString('utf8') }
}
