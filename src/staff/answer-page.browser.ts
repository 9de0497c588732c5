import { openDesk } from './desk.browser.ts'

/** An answer that was opened as a page of its own: handing over works as on the scanning page. */
openDesk({
  scanNext: () => {
    location.assign('/staff')
  },
})
