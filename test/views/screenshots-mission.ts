import type { Shipping } from '../../src/rehearsal/simulated-laptop.ts'
import {
  connect,
  pass,
  signUp,
  untilTold,
  type Attendee,
  type Visit,
  type Walk,
} from './screenshots-steps.ts'

export const missionWalk: Walk = {
  name: 'mission',
  walk: async (visit) => {
    await beginAndMistype(visit)
    for (const cause of stuck) await beStuck(visit, cause)
    await passAtLast(visit)
  },
}

async function beginAndMistype(visit: Visit): Promise<void> {
  const { take } = visit
  const attendee = await signUp(visit)
  const { page, base } = attendee
  await take(page, 'waiting')
  await page.locator('form[action$="/doors"] button').click()
  await page.locator('.door').waitFor()
  await take(page, 'door')
  await page.goto(base)
  await connect(attendee, { address: 'https://my-dep.kb.us-east-1.aws.elastic-cloud.com' })
  await page.locator('button[name=offer]').waitFor()
  await take(page, 'form-offer')
  await page.goto(base)
  await connect(attendee, { key: attendee.laptop.cluster.readKey.encoded.slice(0, -9) })
  await page.locator('#key-error').waitFor()
  await take(page, 'form-key-refused')
  await page.goto(base)
  await page.locator('#pasted-line').fill(MISSPELT)
  await page.locator('.paste-line button[type=submit]').click()
  await page.locator('.paste-line [role=status]').waitFor()
  await take(page, 'line')
}

const MISSPELT = "Exiting: metricset 'sistem/cpu' not found"

/** How somebody gets stuck, and by which code the page shows it. */
type Stuck = {
  state: string
  told: string
  ship?: Omit<Shipping, 'tag'>
  key?: string
  before?: (attendee: Attendee) => Promise<void>
}

const steadily = { everySeconds: 10, sinceSeconds: 150 }
const FOREIGN_KEY = btoa('VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw')

const stuck: readonly Stuck[] = [
  { state: 'waiting-for-data', told: 'MB-' },
  { state: 'untagged', told: 'MB-UNTAGGED', ship: { ...steadily, placement: 'untagged' } },
  { state: 'near-miss', told: 'MB-TAG-NEAR-MISS', ship: { ...steadily, placement: 'wrong-case' } },
  { state: 'underscore', told: 'MB-TAG-NEAR-MISS', ship: { ...steadily, placement: 'underscore' } },
  { state: 'in-fields', told: 'MB-TAG-IN-FIELDS', ship: { ...steadily, placement: 'fields' } },
  {
    state: 'stopped',
    told: 'MB-STOPPED',
    ship: { placement: 'right', everySeconds: 5, sinceSeconds: 141, forSeconds: 20 },
    // Data that is two minutes older than the tag would be the fault of a clock.
    before: ({ page }) => page.waitForTimeout(4_000),
  },
  {
    state: 'too-few',
    told: 'MB-TOO-',
    ship: { placement: 'right', everySeconds: 10, sinceSeconds: 20, metricsets: ['cpu', 'load'] },
  },
  { state: 'key-unknown', told: 'MB-KEY-UNKNOWN', key: FOREIGN_KEY },
  {
    state: 'could-not-check',
    told: 'MB-UNREACHABLE',
    before: ({ laptop }) => laptop.cluster.stop(),
  },
]

async function beStuck(visit: Visit, { state, told, ship, key, before }: Stuck): Promise<void> {
  const attendee = await signUp(visit)
  const { laptop, tag, page } = attendee
  await before?.(attendee)
  if (ship) laptop.ship({ ...ship, tag })
  await connect(attendee, key === undefined ? {} : { key })
  await untilTold(attendee, told)
  await visit.take(page, state)
}

async function passAtLast(visit: Visit): Promise<void> {
  const attendee = await pass(visit)
  await visit.take(attendee.page, 'passed')
  const other = await signUp(visit)
  const { origin, readKey } = attendee.laptop.cluster
  attendee.laptop.ship({ tag: other.tag, placement: 'right', ...steadily })
  await connect(other, { address: origin, key: readKey.encoded })
  await untilTold(other, '-USED')
  await visit.take(other.page, 'used-by-another')
  await other.page.route('**/watch', (route) => route.abort())
  await other.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await other.page.locator('[data-unreachable]').waitFor()
  await visit.take(other.page, 'unreachable')
}
