import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { prepareJourney } from '../support/browser-journey.ts'
import type { Person } from '../support/browser.ts'
import { readQrOn } from '../support/read-qr.ts'

const journey = prepareJourney()
const LONG_NICKNAME = 'Nobody-types-forty-one-letters-as-a-nickname'

test('a visitor signs up at the kiosk and goes on with a phone that reads the QR', async () => {
  const { page: kiosk } = await enrolKiosk()
  const tag = await signUpAtKiosk(kiosk, 'Mina')
  const link = await readQrOn(kiosk.getByRole('img', { name: 'QR code that opens' }).first())

  const { page: phone } = await journey.arrive({ device: 'phone' })
  await phone.goto(link)
  await phone.getByText('Hello, Mina').waitFor()
  expect(await phone.locator('#tag').innerText()).toBe(tag)

  const code = await kiosk.locator('.door-code').innerText()
  const { page: laptop } = await journey.arrive({ device: 'laptop' })
  await laptop.goto('/go')
  await laptop.getByLabel('Short code').fill(code)
  await laptop.getByRole('button', { name: 'Open my mission' }).click()
  await laptop.getByText('Hello, Mina').waitFor()
}, 40_000)

test('nothing of the last visitors is left at the kiosk', async () => {
  const { page: kiosk, expectComplaint } = await enrolKiosk()
  // A refused nickname, and the spent enrolment link at the beginning of the history.
  expectComplaint(/400|410/)
  await kiosk.clock.install()
  const planted: string[] = []

  await signUpAtKiosk(kiosk, 'Taps-done')
  planted.push('Taps-done', ...(await handedOut(kiosk)))
  await kiosk.getByRole('button', { name: 'Done' }).click()
  await firstScreen(kiosk)

  await signUpAtKiosk(kiosk, 'Walks-away')
  planted.push('Walks-away', ...(await handedOut(kiosk)))
  await kiosk.clock.fastForward('01:31')
  await firstScreen(kiosk)

  await beginAtKiosk(kiosk)
  await kiosk.getByLabel('Or your own').fill('Typed-and-left')
  planted.push('Typed-and-left')
  await kiosk.clock.fastForward('01:17')
  await kiosk.getByRole('alertdialog', { name: 'Still there?' }).waitFor()
  await kiosk.clock.fastForward('00:15')
  await firstScreen(kiosk)

  await beginAtKiosk(kiosk)
  await refuseNickname(kiosk)
  planted.push(LONG_NICKNAME)
  await kiosk.clock.fastForward('01:31')
  await firstScreen(kiosk)

  expect(planted).toHaveLength(12)
  const left = await everythingLeft(kiosk)
  for (const value of planted) expect(left).not.toContain(value)
}, 40_000)

test('whoever is still there stays, and a page from the cache is not shown', async () => {
  const { page: kiosk } = await enrolKiosk()
  await kiosk.clock.install()
  await beginAtKiosk(kiosk)
  await kiosk.clock.fastForward('01:17')
  await kiosk.getByRole('button', { name: 'I am still here' }).click()
  await kiosk.getByRole('alertdialog').waitFor({ state: 'hidden' })
  await kiosk.clock.fastForward('01:00')
  expect(await kiosk.getByLabel('Or your own').isVisible()).toBe(true)

  await kiosk.getByLabel('Or your own').fill('From-the-cache')
  await kiosk.evaluate(() =>
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  )
  await firstScreen(kiosk)
}, 40_000)

test('the slip is printed from the last screen, on paper as wide as the printer’s, and nothing of it stays', async () => {
  const { page: kiosk, expectComplaint } = await enrolKiosk()
  expectComplaint(/410/)
  await kiosk.addInitScript(() => {
    window.print = () => {
      document.documentElement.setAttribute('data-printed', '')
    }
  })
  const tag = await signUpAtKiosk(kiosk, 'Printed')
  const planted = ['Printed', ...(await handedOut(kiosk))]
  await kiosk.getByRole('link', { name: 'Print a slip' }).click()
  await kiosk.getByRole('button', { name: 'Print' }).click()
  await kiosk.locator('html[data-printed]').waitFor()
  await kiosk.emulateMedia({ media: 'print' })
  const slip = kiosk.getByRole('region', { name: 'Mission slip' })
  expect(await slip.innerText()).toContain(tag)
  expect(await kiosk.getByRole('link', { name: 'Back' }).isVisible()).toBe(false)
  const { width } = (await slip.boundingBox()) ?? { width: 0 }
  expect(width / (96 / 25.4)).toBeLessThanOrEqual(80)
  expect(await readQrOn(slip.getByRole('img'))).toContain('/m/')
  const paper = await kiosk.pdf({ preferCSSPageSize: true })
  const sheets = [...paper.toString('latin1').matchAll(/MediaBox \[0 0 ([\d.]+) /g)]
  expect(sheets.map(([, points]) => Math.round((Number(points) / 72) * 25.4))).toEqual([80])

  await kiosk.emulateMedia({ media: 'screen' })
  await kiosk.getByRole('link', { name: 'Back' }).click()
  await kiosk.getByRole('button', { name: 'Done' }).click()
  await firstScreen(kiosk)
  const left = await everythingLeft(kiosk)
  for (const value of planted) expect(left).not.toContain(value)
  await kiosk.goto('/kiosk/slip')
  await firstScreen(kiosk)
}, 40_000)

async function enrolKiosk(): Promise<Person> {
  const person = await journey.arrive({ device: 'kiosk' })
  await person.page.goto(await journey.booth().enrolmentLink({ kind: 'kiosk' }))
  await person.page.getByLabel('Your name').fill('Kiosk by the door')
  await person.page.getByRole('button', { name: 'Use as kiosk' }).click()
  await firstScreen(person.page)
  return person
}

async function firstScreen(kiosk: Page): Promise<void> {
  await kiosk.getByRole('navigation', { name: 'Choose a language' }).waitFor()
}

async function beginAtKiosk(kiosk: Page): Promise<void> {
  await kiosk.getByRole('link', { name: 'English' }).click()
  await kiosk.getByRole('button', { name: 'Agree and go on' }).click()
  await kiosk.getByLabel('Or your own').waitFor()
}

/** @returns the tag */
async function signUpAtKiosk(kiosk: Page, nickname: string): Promise<string> {
  await beginAtKiosk(kiosk)
  await kiosk.getByLabel('Or your own').fill(nickname)
  await kiosk.getByRole('button', { name: 'Get my tag' }).click()
  await kiosk.getByRole('heading', { name: `You are in, ${nickname}` }).waitFor()
  return kiosk.locator('.tag-row .tag').innerText()
}

/** Whatever the field would stop, a hurried script or another browser may send. */
async function refuseNickname(kiosk: Page): Promise<void> {
  const field = kiosk.getByLabel('Or your own')
  await field.evaluate((input) => {
    input.removeAttribute('maxlength')
  })
  await field.fill(LONG_NICKNAME)
  await kiosk.getByRole('button', { name: 'Get my tag' }).click()
  await kiosk.getByRole('alert').waitFor()
}

/** Tag, short code, link and the picture of it: what only this visitor may have. */
async function handedOut(kiosk: Page): Promise<string[]> {
  const picture = kiosk.getByRole('img', { name: 'QR code that opens' }).first()
  return [
    await kiosk.locator('.tag-row .tag').innerText(),
    await kiosk.locator('.door-code').innerText(),
    new URL(await readQrOn(picture)).pathname,
    (await picture.getAttribute('src')) ?? 'no picture',
  ]
}

/** Back to the beginning and forward again, storage, cookies and caches: all that the next visitor could find. */
async function everythingLeft(kiosk: Page): Promise<string> {
  const found: string[] = [JSON.stringify(await kiosk.context().storageState())]
  const steps = await kiosk.evaluate(() => history.length)
  for (const way of ['back', 'forward'] as const)
    for (let step = 0; step < steps; step++) {
      await (way === 'back' ? kiosk.goBack() : kiosk.goForward())
      // The first entry is the empty page every browser begins with, the second the enrolment.
      if (!/\/kiosk$|\/enrol\/|^about:/.test(kiosk.url())) found.push(`left: ${kiosk.url()}`)
      found.push(kiosk.url(), await kiosk.content(), await fieldsOf(kiosk))
    }
  await kiosk.goto('/kiosk')
  const stored = await kiosk.evaluate(async () =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      await caches.keys(),
      await indexedDB.databases(),
      document.cookie,
    ]),
  )
  expect(stored).toBe('[[],[],[],[],""]')
  expect(found.filter((entry) => entry.startsWith('left:'))).toEqual([])
  return found.join('\n')
}

function fieldsOf(kiosk: Page): Promise<string> {
  return kiosk.evaluate(() =>
    [...document.querySelectorAll('input')].map((input) => input.value).join('\n'),
  )
}
