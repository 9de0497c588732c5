import type { Server } from 'node:http'
import request from 'supertest'
import { readForms, type Form } from './visitor-forms.ts'

export type VisitorOptions = {
  language?: string
  userAgent?: string
  /** Header names and values over those a browser sends; undefined leaves one out. */
  headers?: Readonly<Record<string, string | undefined>>
}

export type Fields = Readonly<Record<string, string>>
export type Sending = {
  /** Which form of the page, by its address; else the first one. */
  to?: string
  headers?: Readonly<Record<string, string | undefined>>
}

/** What a person sees, after redirects. */
export type Page = {
  status: number
  /** Without the origin. */
  path: string
  html: string
  /** As read: no tags, entities as their characters, one blank between words. */
  text: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  json: () => unknown
  forms: readonly Form[]
  form: (to?: string) => Form
  /** Fills a form of this page in and sends it: hidden fields and what was filled in go along. */
  submit: (fields?: Fields, sending?: Sending) => Promise<Page>
}

export type Visitor = {
  cookies: Map<string, string>
  /** Every `Set-Cookie` line received. */
  setCookies: string[]
  /** A typed or scanned address. */
  open: (path: string, headers?: Readonly<Record<string, string | undefined>>) => Promise<Page>
  /** A form's body as it goes over the wire; follows redirects as browsers do. */
  post: (
    path: string,
    body: string | Buffer | Fields,
    headers?: Readonly<Record<string, string | undefined>>,
  ) => Promise<Page>
}

const MOST_REDIRECTS = 5

/** Behaves as a browser does towards the booth: keeps cookies, follows redirects, says where a request comes from. */
export function createVisitor(
  { server, origin }: { server: Server; origin: string },
  { language = 'en', userAgent = 'Mozilla/5.0 (X11; Linux x86_64)', headers = {} }: VisitorOptions,
): Visitor {
  const cookies = new Map<string, string>()
  const setCookies: string[] = []
  // Browsers send Sec-Fetch-* to HTTPS and localhost only.
  const saysSite = origin.startsWith('https:') || new URL(origin).hostname === 'localhost'
  const about = (site: string) => ({
    Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    'Accept-Language': language,
    'User-Agent': userAgent,
    'Sec-Fetch-Site': saysSite ? site : undefined,
    Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') || undefined,
  })

  const keep = (lines: unknown) => {
    for (const line of Array.isArray(lines) ? (lines as string[]) : []) {
      setCookies.push(line)
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  const get = async (
    path: string,
    sent: Readonly<Record<string, string | undefined>>,
    left: number,
  ): Promise<Page> => {
    const answer = await setAll(request(server).get(path), sent).redirects(0)
    keep(answer.headers['set-cookie'])
    return arrive(answer, path, left)
  }

  const arrive = async (
    answer: request.Response,
    path: string,
    left = MOST_REDIRECTS,
  ): Promise<Page> => {
    const location: unknown = answer.headers['location']
    if (answer.status >= 300 && answer.status < 400 && typeof location === 'string') {
      if (left === 0) throw new Error(`redirected too often, at ${path}`)
      return get(location, { ...about('same-origin'), ...headers }, left - 1)
    }
    return toPage(answer, path)
  }

  const post: Visitor['post'] = async (path, body, more = {}) => {
    const isReady = typeof body === 'string' || Buffer.isBuffer(body)
    const text = isReady ? body : new URLSearchParams(body).toString()
    const sent = {
      ...about('same-origin'),
      Origin: origin,
      'Content-Type': 'application/x-www-form-urlencoded',
      ...headers,
      ...more,
    }
    const answer = await setAll(request(server).post(path), sent)
      .redirects(0)
      // Bytes go as they are.
      .serialize((bytes: unknown) => bytes as string)
      .send(text)
    keep(answer.headers['set-cookie'])
    return arrive(answer, path)
  }

  const toPage = (answer: request.Response, path: string): Page => {
    // HEAD and 204 have none.
    const html = (answer.text as string | undefined) ?? ''
    const forms = readForms(html)
    const form = (to?: string) => {
      const found = to === undefined ? forms[0] : forms.find(({ action }) => action === to)
      if (!found)
        throw new Error(
          `no form ${to ?? ''} on ${path} (${answer.status}): ${toText(html).slice(0, 300)}`,
        )
      return found
    }
    return {
      status: answer.status,
      path,
      html,
      text: toText(html),
      headers: answer.headers,
      json: () => JSON.parse(html) as unknown,
      forms,
      form,
      submit: (fields = {}, { to, headers: more } = {}) => {
        const { action, filled } = form(to)
        return post(action, { ...filled, ...fields }, more)
      },
    }
  }

  return {
    cookies,
    setCookies,
    open: (path, more = {}) => get(path, { ...about('none'), ...headers, ...more }, MOST_REDIRECTS),
    post,
  }
}

function setAll(
  test: request.Test,
  headers: Readonly<Record<string, string | undefined>>,
): request.Test {
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) void test.set(name, value)
  return test
}

function toText(html: string): string {
  return unescape(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

function unescape(text: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  return text.replace(
    /&(?:#(\d+)|(\w+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (names[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  )
}
