import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** What one page answered, after redirects. `path` is where it ended up. */
export type Page = { status: number; path: string; text: string }

/** A simulated person's browser: cookies, redirects and the `Origin` of a form. It knows the booth's own port only. */
export type Browser = {
  open(path: string): Promise<Page>
  send(path: string, form?: Readonly<Record<string, string>>): Promise<Page>
}

export type BoothAddress = { port: number; publicOrigin: string }
type Sent = { path: string; method: 'GET' | 'POST'; body?: string }

const LOOPBACK = '127.0.0.1'
const MOST_REDIRECTS = 5

/** @param agent what the browser calls itself */
export function openBrowser(booth: BoothAddress, agent: string): Browser {
  const cookies = new Map<string, string>()
  const visit = async (sent: Sent, redirects = 0): Promise<Page> => {
    const response = await ask({ booth, agent, cookies, ...sent })
    keepCookies(response, cookies)
    const page = { status: response.statusCode ?? 0, path: sent.path, text: await text(response) }
    const next = response.headers.location
    if (next === undefined) return page
    if (!next.startsWith('/') || redirects === MOST_REDIRECTS)
      throw new Error(`The booth sent its visitor elsewhere from ${sent.path}`)
    return visit({ path: next, method: 'GET' }, redirects + 1)
  }
  return {
    open: (path) => visit({ path, method: 'GET' }),
    send: (path, form = {}) =>
      visit({ path, method: 'POST', body: new URLSearchParams(form).toString() }),
  }
}

type Asking = Sent & { booth: BoothAddress; agent: string; cookies: ReadonlyMap<string, string> }

function ask({ booth, agent, cookies, path, method, body }: Asking): Promise<IncomingMessage> {
  const headers = {
    host: new URL(booth.publicOrigin).host,
    'user-agent': agent,
    connection: 'close',
    ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
    ...(body !== undefined && {
      origin: booth.publicOrigin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    }),
  }
  return new Promise((resolve, reject) => {
    request({ host: LOOPBACK, port: booth.port, path, method, headers, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(body)
  })
}

/** Cookies without a value were cleared. Their ends are minutes away, which no simulated clock reaches truly. */
function keepCookies({ headers }: IncomingMessage, cookies: Map<string, string>): void {
  for (const line of headers['set-cookie'] ?? []) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const value = pair.slice(at + 1)
    if (value === '') cookies.delete(pair.slice(0, at))
    else cookies.set(pair.slice(0, at), value)
  }
}
