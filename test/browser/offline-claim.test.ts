import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { readQrOn } from '../support/read-qr.ts'

const journey = prepareJourney()
/** A cut network is what these journeys are about. */
const CUT = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to (fetch|load)/

test('a claim page that was loaded once opens without a network, code, QR and colours, and says since when', async () => {
  const { page, expectComplaint } = await journey.arrive()
  expectComplaint(CUT)
  const code = await claim(page, journey.booth(), { nickname: 'Mina', shirt: 'mint-L' })
  await kept(page)
  expect(await page.getByText('Offline copy').count()).toBe(0)

  await page.context().setOffline(true)
  await page.reload()
  await page.getByText(/Offline copy from \d+:\d\d/).waitFor()
  expect(await page.locator('.claim-code code').innerText()).toBe(code)
  expect(await readQrOn(page.getByRole('img', { name: 'Claim code as QR' }))).toBe(
    code.replace('-', ''),
  )
  // The style came along: the code is drawn large, and the shirt in its colour.
  const size = await page
    .locator('.claim-code code')
    .evaluate((one) => getComputedStyle(one).fontSize)
  expect(Number.parseFloat(size)).toBeGreaterThan(25)
  // No other page of theirs was kept.
  const address = page.url()
  await expect(page.goto(address.replace('/claim', ''))).rejects.toThrow()

  await page.context().setOffline(false)
  await page.goto(address)
  expect(await page.locator('.claim-code code').innerText()).toBe(code)
  expect(await page.getByText('Offline copy').count()).toBe(0)
}, 60_000)

test('a network that goes while the copy is being made: it is made when the network is back', async () => {
  const { page, expectComplaint } = await journey.arrive()
  expectComplaint(CUT)
  await page.route('**/claim', (route) =>
    route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
  )
  const lost = page.waitForEvent('requestfailed', (one) => one.url().endsWith('/claim'))
  await claim(page, journey.booth(), { nickname: 'Mina', shirt: 'black-S' })
  await lost
  // Its scripts are there and have begun: the page before it, too, may have lost a request.
  await page.waitForLoadState()
  await page.context().setOffline(true)
  await page.unroute('**/claim')
  await page.context().setOffline(false)
  await kept(page)
  await page.context().setOffline(true)
  await page.reload()
  await page.getByText(/Offline copy from/).waitFor()
}, 60_000)

test('after the hand-over the copy is gone', async () => {
  const { page } = await journey.arrive()
  const code = await claim(page, journey.booth(), { nickname: 'Mina', shirt: 'blue-S' })
  await kept(page)
  const { page: staff } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await page.getByText('Enjoy it, Mina!').waitFor()
  await forgotten(page)
}, 60_000)

test('delete me takes the copy with it, on every device', async () => {
  const { page } = await journey.arrive()
  await claim(page, journey.booth(), { nickname: 'Mina', shirt: 'pink-S' })
  await kept(page)
  const other = await journey.arrive()
  other.expectComplaint(/404/)
  await other.page.goto(page.url())
  await kept(other.page)

  await page.getByRole('link', { name: 'Delete me' }).click()
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await page.getByRole('heading', { name: 'Everything about you is deleted' }).waitFor()
  await forgotten(page)
  await other.page.getByRole('heading', { name: 'We do not know this mission link' }).waitFor()
  await forgotten(other.page)
}, 60_000)

test('an enrolled kiosk keeps no claim page', async () => {
  const { page: phone } = await journey.arrive()
  await claim(phone, journey.booth(), { nickname: 'Mina', shirt: 'mint-M' })
  const { page: kiosk } = await journey.arrive({ device: 'kiosk' })
  await kiosk.goto(await journey.booth().enrolmentLink({ kind: 'kiosk' }))
  await kiosk.getByLabel('Your name').fill('Kiosk by the door')
  await kiosk.getByRole('button', { name: 'Use as kiosk' }).click()
  await kiosk.getByRole('navigation', { name: 'Choose a language' }).waitFor()
  const answer = await kiosk.goto(phone.url())
  await kiosk.locator('.claim-code').waitFor()
  expect(answer?.headers()['content-security-policy']).not.toContain('claim-worker')
  expect(await kiosk.content()).not.toContain('data-offline')
  expect(await keptOn(kiosk)).toEqual([0, []])
}, 60_000)

/** Workers and copies of this page. */
function keptOn(page: Page): Promise<[number, string[]]> {
  return page.evaluate(async () => [
    (await navigator.serviceWorker.getRegistrations()).length,
    await caches.keys(),
  ])
}

async function kept(page: Page): Promise<void> {
  // A predicate that gives a promise would be taken for true at once.
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state !== 'activated' || (await caches.keys()).length === 0)
      await new Promise(requestAnimationFrame)
  })
}

async function forgotten(page: Page): Promise<void> {
  await expect(
    page.evaluate(async () => {
      const until = Date.now() + 5_000
      let left: unknown[] = []
      do {
        const workers = await navigator.serviceWorker.getRegistrations()
        left = [...workers.map(({ scope }) => scope), ...(await caches.keys())]
        await new Promise(requestAnimationFrame)
      } while (left.length > 0 && Date.now() < until)
      return left
    }),
  ).resolves.toEqual([])
}
