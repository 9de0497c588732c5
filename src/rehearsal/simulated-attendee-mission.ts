import type { Pick } from '../shared/symbols.ts'
import type { Mistake } from './mistakes.ts'
import type { Pace } from './pace.ts'
import { attributeOf, expectWell, hiddenFieldsOf, PageSurprise } from './read-page.ts'
import type { Shipping, SimulatedLaptop } from './simulated-laptop.ts'
import type { Browser } from './visit.http.ts'

export type Mission = { seconds: number }

export type OnMission = {
  browser: Browser
  base: string
  tag: string
  laptop: SimulatedLaptop
  mistake: Mistake | undefined
  pick: Pick
  pace: Pace
  mission: Mission
}

/** As delivered (elastic.md §4.3). */
const EVERY_SECONDS = 10
/** How soon the page's script asks first, and at the least. */
const SOON_SECONDS = 5
/** The booth has not named a mistake for so long that a person would give up. */
const PATIENCE_MS = 3_600_000

/** Connects, ships, and watches the page until it says passed; a mistake is mended after the booth has named it. */
export async function doMission(on: OnMission): Promise<void> {
  const { mistake, pick, pace, laptop } = on
  if (mistake?.metricbeat !== 'not-started') laptop.ship(wrongly(on))
  await pace.wait(15 + pick(20))
  const key = mistake?.key ? otherKey(pick) : laptop.cluster.readKey.encoded
  let passed = await connect(on, key)
  if (!passed && mistake) passed = await noticeAndMend(on, mistake)
  if (!passed) await watchUntil(on, 'passed')
}

/** @returns has the mission passed with that, or nevertheless? */
async function noticeAndMend(on: OnMission, mistake: Mistake): Promise<boolean> {
  if ((await watchUntil(on, mistake.named)) === 'passed') return true
  await on.pace.wait(10 + on.pick(35))
  return mend(on, mistake)
}

/** The page asks by itself, as often as it is told to. @returns what came first: passed, or the cause `named` */
async function watchUntil(on: OnMission, named: string): Promise<string> {
  const { now, wait } = on.pace
  const givesUp = now().getTime() + PATIENCE_MS
  let told: Told = { outcome: '', code: '', seconds: 0 }
  while (now().getTime() < givesUp) {
    await wait(Math.max(told.seconds, SOON_SECONDS))
    told = await watch(on)
    if (told.outcome === 'passed') return 'passed'
    if (told.code === named) return named
  }
  throw new PageSurprise(`waited long for ${named} and was told ${told.code}`)
}

function wrongly({ tag, mistake, mission }: OnMission): Shipping {
  return {
    tag,
    placement: mistake?.placement ?? 'right',
    everySeconds: EVERY_SECONDS,
    ...(mistake?.metricbeat && { forSeconds: mission.seconds / 3 }),
  }
}

async function mend(on: OnMission, { key }: Mistake): Promise<boolean> {
  const { laptop, tag } = on
  if (key) return connect(on, laptop.cluster.readKey.encoded)
  laptop.ship({ tag, placement: 'right', everySeconds: EVERY_SECONDS })
  return false
}

async function connect({ browser, base, laptop }: OnMission, key: string): Promise<boolean> {
  laptop.catchUp()
  const page = expectWell(await browser.open(base))
  const form = { ...hiddenFieldsOf(page, `${base}/check`), target: laptop.cluster.origin, key }
  const checked = expectWell(await browser.send(`${base}/check`, form))
  return attributeOf(checked, 'data-verdict') === 'passed'
}

type Told = { outcome: string; code: string; seconds: number }

/** What the page's script does while it is open. */
async function watch({ browser, base, laptop }: OnMission): Promise<Told> {
  laptop.catchUp()
  const answer = expectWell(await browser.send(`${base}/watch`))
  return JSON.parse(answer.text) as Told
}

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const KEY_ID = 20
const KEY_SECRET = 22

/** A key as another cluster would have made it. */
function otherKey(pick: Pick): string {
  const draw = (length: number) =>
    Array.from({ length }, () => SIGNS.charAt(pick(SIGNS.length))).join('')
  return btoa(`${draw(KEY_ID)}:${draw(KEY_SECRET)}`)
}
