import '../platform/browser/enhancements.browser.ts'
import { bringUpToDate } from '../platform/browser/bring-up-to-date.browser.ts'
import { listenForChanges } from '../platform/browser/listen-for-changes.browser.ts'
import { loadPage } from '../platform/browser/load-page.browser.ts'

/** A page of numbers that follows every change at the booth. */
listenForChanges('/wall/events', async () => {
  const loaded = await loadPage(location.pathname + location.search).catch(() => undefined)
  const shown = document.querySelector('main')
  const wanted = loaded?.page.querySelector('main')
  if (loaded?.status === 200 && shown && wanted) bringUpToDate(shown, wanted)
})
