import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { browserProgram } from './browser-program.ts'

/** Somebody at a browser of their own: cookies, storage and history are theirs alone. */
export type Person = {
  page: Page
  /** What the browser may complain about on this person's pages: an answer refused on purpose, a cut network. */
  expectComplaint: (pattern: RegExp) => void
}

export type PersonOptions = BrowserContextOptions & { device?: 'phone' | 'laptop' | 'kiosk' }

export type People = {
  arrive: (options?: PersonOptions) => Promise<Person>
  /** What nobody expected since the last time: errors on the console, exceptions, CSP reports, foreign requests. */
  takeComplaints: () => readonly string[]
  /** Everybody goes home. */
  leave: () => Promise<void>
  close: () => Promise<void>
}

const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  laptop: { viewport: { width: 1280, height: 800 } },
  kiosk: { viewport: { width: 1080, height: 1200 }, hasTouch: true },
} as const

const PATIENCE_MS = 10_000

/** Starts a real Chromium. `camera`: a `.y4m` file its camera shows, which need not exist yet. */
export async function openBrowser(origin: string, camera?: string): Promise<People> {
  const browser = await chromium.launch({
    executablePath: browserProgram(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...(camera
        ? [
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-video-capture=${camera}`,
          ]
        : []),
    ],
  })
  const complaints: string[] = []
  return {
    arrive: (options = {}) => arrive(browser, { origin, options, complaints }),
    takeComplaints: () => complaints.splice(0),
    leave: async () => {
      for (const context of browser.contexts()) await context.close()
    },
    close: () => browser.close(),
  }
}

type Arriving = { origin: string; options: PersonOptions; complaints: string[] }

async function arrive(
  browser: Browser,
  { origin, options, complaints }: Arriving,
): Promise<Person> {
  const { device = 'phone', ...more } = options
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-US',
    ...SCREENS[device],
    ...more,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const expected: RegExp[] = []
  const complain = (words: string) => {
    if (!expected.some((pattern) => pattern.test(words))) complaints.push(words)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') complain(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => {
    complain(error.message)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.pathname === '/csp') complain(`CSP report: ${request.postData() ?? ''}`)
    if (url.protocol.startsWith('http') && url.origin !== origin) complain(`foreign: ${url.href}`)
  })
  return { page, expectComplaint: (pattern) => expected.push(pattern) }
}
