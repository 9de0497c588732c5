import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { WireRequest } from './practice-dispatch.ts'
import type { PracticeAnswer } from './practice-refusal.ts'

/** A request that was answered, for tests that count them. */
export type AnsweredRequest = {
  readonly method: string
  readonly uri: string
  readonly status: number
}

export type PracticeServer = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  /** The last requests, oldest first. */
  requests(): readonly AnsweredRequest[]
  stop(): Promise<void>
}

const KEPT_REQUESTS = 200
/** A Metricbeat sends at most some hundred documents at once; more than this is a mistake. */
const LONGEST_BODY = 64 * 1024 * 1024

/** Serves `dispatch` over HTTP on loopback; port 0 takes any free one. */
export async function servePractice(
  port: number,
  dispatch: (request: WireRequest) => PracticeAnswer,
): Promise<PracticeServer> {
  const requests: AnsweredRequest[] = []
  const server = createServer((request, response) => {
    void answer(dispatch, request, response).then((answered) => {
      requests.push(answered)
      if (requests.length > KEPT_REQUESTS) requests.shift()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const taken = typeof address === 'object' && address ? address.port : port
  return {
    origin: `http://127.0.0.1:${taken}`,
    requests: () => [...requests],
    stop: () => stop(server),
  }
}

async function answer(
  dispatch: (request: WireRequest) => PracticeAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<AnsweredRequest> {
  const { method = 'GET', url: uri = '/' } = request
  const { status, body, headers } = await dispatchSafely(dispatch, request)
  const text = JSON.stringify(body)
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) })
  response.end(method === 'HEAD' ? undefined : text)
  return { method, uri, status }
}

/** A fault of the practice cluster itself must show as its own 500, not end the whole rehearsal. */
async function dispatchSafely(
  dispatch: (request: WireRequest) => PracticeAnswer,
  request: IncomingMessage,
): Promise<PracticeAnswer> {
  const { method = 'GET', url: uri = '/' } = request
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
  )
  try {
    return dispatch({ method, uri, headers, body: await readBody(request) })
  } catch (fault) {
    const error = { type: 'practice_cluster_fault', reason: String(fault) }
    const type = { 'content-type': 'application/json' }
    return { status: 500, body: { error, status: 500 }, headers: type }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const sent = Buffer.concat(chunks)
  const isPacked = request.headers['content-encoding'] === 'gzip'
  const bytes = isPacked ? gunzipSync(sent, { maxOutputLength: LONGEST_BODY }) : sent
  return bytes.toString('utf8')
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  server.closeAllConnections()
  await closed
}
