/**
 * The service worker of one claim page, on its owner's device: the page opens without a network as it was kept, and
 * says so. It answers for nothing else; the page keeps and forgets the copy (offline-copy.browser.ts).
 */

// The DOM types do not know a service worker's own world.
type Waiting = Event & { waitUntil(work: Promise<unknown>): void }
type Asked = Waiting & { request: Request; respondWith(answer: Promise<Response>): void }
type Worker = {
  registration: { scope: string; unregister(): Promise<boolean> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install', heard: (event: Waiting) => void): void
  addEventListener(name: 'fetch', heard: (event: Asked) => void): void
}
const worker = globalThis as unknown as Worker

const COPY = 'claim page'
const PAGE = new URL(worker.registration.scope).pathname
/** Venue Wi-Fi may let a request hang for minutes; nobody at the desk waits that long. */
const PATIENCE_MS = 4_000

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting())
})
worker.addEventListener('fetch', (event) => {
  const { pathname, search } = new URL(event.request.url)
  if (event.request.mode === 'navigate' && pathname === PAGE && search === '')
    event.respondWith(openPage(event.request))
  else if (pathname.startsWith('/assets/')) event.respondWith(openAsset(event.request))
})

/** The page as it is now, else as it was kept. */
async function openPage(request: Request): Promise<Response> {
  const copy = await caches.match(PAGE, { cacheName: COPY })
  const asked = fetch(request)
  if (!copy) return asked
  const answer = await Promise.race([asked.catch(() => undefined), giveUp()])
  if (!answer || answer.status >= 500) return withWords(copy)
  // Its owner deleted themselves, on another device perhaps.
  if (answer.status === 404) await forget()
  return answer
}

async function openAsset(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: COPY })) ?? fetch(request)
}

/** The words wait in a template of the page, with the time at which it was made. */
async function withWords(copy: Response): Promise<Response> {
  const page = await copy.text()
  const shown = page.replace(
    /<template data-offline-copy>([\s\S]*?)<\/template>/,
    '<div data-offline-shown>$1</div>',
  )
  return new Response(shown, { headers: copy.headers })
}

async function forget(): Promise<void> {
  await caches.delete(COPY)
  await worker.registration.unregister()
}

function giveUp(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined)
    }, PATIENCE_MS)
  })
}
