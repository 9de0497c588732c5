import type { Pace } from './pace.ts'
import type { Browser } from './visit.http.ts'

/** A kiosk or a staff phone: one browser, used by one person after another. */
export type SharedDevice = {
  /** Waits in line, then has the device for as long as `use` takes. */
  use<Result>(use: (browser: Browser) => Promise<Result>): Promise<Result>
}

/** How often people in a line look whether it is their turn. */
const LOOK_SECONDS = 2

/** People are served in the order in which they came. */
export function createSharedDevice(browser: Browser, { wait }: Pace): SharedDevice {
  let served = 0
  let came = 0
  return {
    use: async (use) => {
      const turn = came++
      try {
        while (served !== turn) await wait(LOOK_SECONDS)
        return await use(browser)
      } finally {
        served++
      }
    },
  }
}
