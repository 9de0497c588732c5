import { trustScript } from '../platform/browser/trust-script.browser.ts'

/** Keeps the claim page for times without a network, on its owner's own device, until there is nothing to collect. */

const COPY = 'claim page'
const WORKER = new URL('./claim-worker.browser.ts', import.meta.url).href

/** A network that goes while the copy is being made leaves none: it is made when the network is back. */
export function keepCopyAsSoonAsPossible(claim: string): void {
  const again = () => {
    keepCopyAsSoonAsPossible(claim)
  }
  // Heard from the start: the network may be back before the loss is noticed.
  addEventListener('online', again, { once: true })
  keepOrForgetCopy(claim).then(
    () => {
      removeEventListener('online', again)
    },
    () => undefined,
  )
}

/** Where the server drew the words of an offline copy, it may be kept; everywhere else it goes. */
async function keepOrForgetCopy(claim: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  if (document.querySelector('[data-offline-shown]')) return
  if (document.querySelector('template[data-offline-copy]')) await keep(claim)
  else await forget(claim)
}

async function keep(claim: string): Promise<void> {
  const page = await fetch(claim)
  if (!page.ok || page.redirected) return
  const copy = await caches.open(COPY)
  await copy.put(claim, page)
  await copy.addAll(assetsOfThisPage())
  await navigator.serviceWorker.register(trustedWorker(), { scope: claim })
}

async function forget(claim: string): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(claim)
  await registration?.unregister()
  await caches.delete(COPY)
}

/** Styles, scripts and what they import: whatever was loaded for the page. */
function assetsOfThisPage(): string[] {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const own = loaded.filter(
    ({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'),
  )
  return [...new Set(own.map(({ href }) => href))]
}

let workerAddress: string | undefined

function trustedWorker(): string {
  return (workerAddress ??= trustScript('claim-worker', WORKER))
}
