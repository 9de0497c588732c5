import type { Page } from 'playwright-core'
import type { RehearsalBooth } from '../../src/commands/rehearsal-booth.ts'
import type { SimulatedLaptop } from '../../src/rehearsal/simulated-laptop.ts'
import type { EnrolmentKind } from '../../src/staff/staff.ts'
import type { PersonOptions } from '../support/browser.ts'
import type { Language } from './render-view.ts'
import { PIN } from '../support/staff-proofs.ts'

/** One language's walk through some pages. */
export type Visit = {
  language: Language
  rehearsal: RehearsalBooth
  /** Somebody with a browser of their own, in this language. */
  arrive: (options?: PersonOptions) => Promise<Page>
  /** Takes the page as it stands under the name of its state. */
  take: (page: Page, state: string) => Promise<void>
}

export type Walk = { name: string; walk: (visit: Visit) => Promise<void> }

export const nicknames = { ko: '용감한 수달', en: 'Brave Otter', ja: 'ゆうかんなカワウソ' }

/** An attendee at their mission page, and the laptop beside them. */
export type Attendee = { page: Page; base: string; tag: string; laptop: SimulatedLaptop }

export async function signUp({ arrive, language, rehearsal }: Visit): Promise<Attendee> {
  const page = await arrive()
  await page.goto('/register')
  await page.locator('input[name=consent][type=checkbox]').check()
  await page.locator('input[name=nickname]').fill(nicknames[language])
  await page.locator('form[action="/register"] button[type=submit]').click()
  const tag = await page.locator('#tag').innerText()
  const base = new URL(page.url()).pathname
  return { page, base, tag, laptop: await rehearsal.laptops.of(tag) }
}

type Typed = { address?: string; key?: string }

/** Types address and key into the form; the attendee's own where nothing else is said. */
export async function connect({ page, laptop }: Attendee, typed: Typed = {}): Promise<void> {
  const { address = laptop.cluster.origin, key = laptop.cluster.readKey.encoded } = typed
  const step = page.locator('#step-connect')
  if ((await step.getAttribute('open')) === null) await step.locator('summary').click()
  await page.locator('input[name=target]').fill(address)
  await page.locator('input[name=key]').fill(key)
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.locator('form[action$="/check"] button[type=submit]:not([name])').click()
  await answered
  await page.waitForLoadState('load')
}

/** Waits for what the page says: an outcome, or the cause's code. */
export async function untilTold({ page }: Attendee, told: string): Promise<void> {
  const verdict = /^[A-Z-]+$/.test(told)
    ? page.locator('.verdict-foot code', { hasText: told })
    : page.locator(`[data-verdict="${told}"]`)
  try {
    await verdict.waitFor()
  } catch (cause) {
    const instead = await page.locator('.verdict').innerText()
    throw new Error(`waited for ${told} and was told: ${instead}`, { cause })
  }
}

export async function pass(visit: Visit): Promise<Attendee> {
  const attendee = await signUp(visit)
  const { tag, laptop } = attendee
  laptop.ship({ tag, placement: 'right', everySeconds: 10, sinceSeconds: 150 })
  await connect(attendee)
  await untilTold(attendee, 'passed')
  return attendee
}

/** @returns the code, `XXXXX-XXXXX` */
export async function claim({ page, base }: Attendee, shirt: string): Promise<string> {
  await page.goto(`${base}/claim`)
  await page.locator(`label:has(input[value="${shirt}"])`).click()
  await page.locator('.bar button').click()
  return page.locator('.claim-code code').innerText()
}

/** Opens a one-time link on a new device. */
export async function enrol(
  { arrive, rehearsal }: Visit,
  kind: EnrolmentKind,
  { name, ...options }: PersonOptions & { name: string },
): Promise<Page> {
  const page = await arrive(options)
  await page.goto(await enrolmentLink(rehearsal, kind))
  await page.locator('input[name=name]').fill(name)
  if (kind.kind === 'staff') await page.locator('input[name=pin]').fill(PIN)
  await page.locator('form.stack button[type=submit]').click()
  await page.waitForURL(/\/(staff|kiosk)$/)
  return page
}

export async function enrolmentLink(
  { booth }: RehearsalBooth,
  kind: EnrolmentKind,
): Promise<string> {
  const { token } = await booth.newEnrolmentLink(kind)
  return token.use((secret) => `/enrol/${secret}`)
}
