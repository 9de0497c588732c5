/** A person with a browser: keeps cookies, follows redirects, and sends what browsers send about where a form came from. */
export type Visitor = {
  get(path: string): Promise<Page>
  /** Posts a form as a page of the booth would. */
  post(path: string, form?: Readonly<Record<string, string>>): Promise<Page>
}

export type Page = { status: number; path: string; text: string; json: () => unknown }

const MOST_REDIRECTS = 5

/** @param origin the booth's public address, for example `http://localhost:3000` */
export function createVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>()

  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        origin,
        ...(cookie && { cookie }),
        ...(init.headers as Record<string, string> | undefined),
      },
    })
    for (const line of response.headers.getSetCookie()) keep(line, cookies)
    return response
  }
  const follow = async (path: string, init: RequestInit): Promise<Page> => {
    let at = path
    let response = await ask(at, init)
    for (let hops = 0; hops < MOST_REDIRECTS && response.headers.has('location'); hops++) {
      at = response.headers.get('location') ?? '/'
      await response.arrayBuffer()
      response = await ask(at, {})
    }
    const text = await response.text()
    return { status: response.status, path: at, text, json: () => JSON.parse(text) as unknown }
  }
  return {
    get: (path) => follow(path, {}),
    post: (path, form = {}) =>
      follow(path, { method: 'POST', body: new URLSearchParams({ ...form }) }),
  }
}

function keep(setCookie: string, cookies: Map<string, string>): void {
  const [pair = '', ...attributes] = setCookie.split('; ')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at)
  const expired = attributes.some((text) => /^expires=thu, 01 jan 1970/i.test(text))
  if (expired) cookies.delete(name)
  else cookies.set(name, pair.slice(at + 1))
}

/** The value of a form's (hidden) field, as a browser would send it. */
export function fieldOf(page: Page, name: string): string {
  const input = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(page.text)?.[0] ?? ''
  const value = /value="([^"]*)"/.exec(input)?.[1]
  if (value === undefined) throw new Error(`no field ${name} on ${page.path}`)
  return value
}
