import { createServer, type Server } from 'node:http'
import { createApp } from '../app.ts'
import type { Booth } from '../compose.ts'

/** How long a request may take to arrive; slow senders are closed (docs/limits.md). */
const HEADERS_MS = 5_000
const REQUEST_MS = 15_000
const LOOK_FOR_SLOW_MS = 1_000
const MOST_CONNECTIONS = 10_000
/** What is in flight when the process is asked to stop has so long to finish. */
const FINISH_MS = 3_000

export type Serving = {
  port: number
  /** Takes no new request, finishes those in flight, closes the database. */
  stop: () => Promise<void>
  /** The same, but leaves the database alone: it can be trusted no more. */
  abandon: () => Promise<void>
}

/** Serves the booth. @throws Error saying so when the port is taken */
export async function serve(booth: Booth): Promise<Serving> {
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
    },
    createApp(booth),
  )
  server.maxConnections = MOST_CONNECTIONS
  await listen(server, booth.config)
  const { port } = server.address() as { port: number }
  return {
    port,
    stop: async () => {
      await finish(server, booth)
      await booth.close()
    },
    abandon: () => finish(server, booth),
  }
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      reject(new Error(whyNot(error, port), { cause: error }))
    }
    server.once('error', refuse)
    server.listen(port, host, () => {
      server.off('error', refuse)
      resolve()
    })
  })
}

function whyNot({ code }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: another program listens there, perhaps another booth. End it, or set PORT to another.`
  if (code === 'EACCES')
    return `Port ${port} may not be opened by this user. Set PORT to 1024 or more.`
  return `The booth cannot listen on port ${port} (${code ?? 'unknown'}). Look at HOST and PORT.`
}

async function finish(server: Server, booth: Booth): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  booth.streams.closeAll()
  const tooLong = setTimeout(() => {
    server.closeAllConnections()
  }, FINISH_MS)
  await closed
  clearTimeout(tooLong)
}
