import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { connect, prepareJourney, signUp } from '../support/browser-journey.ts'
import { ship } from '../support/booth-server.ts'

const journey = prepareJourney()

test('an attendee is told which part is wrong, puts it right, and passes without a click', async () => {
  const { page: laptop } = await journey.arrive({ device: 'laptop' })
  const tag = await signUp(laptop, 'Mina')
  const cluster = await journey.booth().newCluster()
  ship(cluster, tag, { placement: 'one-letter' })
  const address = laptop.url()
  await connect(laptop, { address: cluster.origin, key: cluster.readKey.encoded })
  await laptop.getByRole('status').getByText('MB-TAG-NEAR-MISS').waitFor()
  expect(laptop.url()).toBe(address)

  const { page: phone } = await journey.arrive({ device: 'phone' })
  await openOnPhone(laptop, phone)
  await phone.getByRole('status').getByText('MB-TAG-NEAR-MISS').waitFor()
  expect(await phone.getByRole('button', { name: 'Check now' }).count()).toBe(0)

  ship(cluster, tag)
  for (const page of [laptop, phone]) {
    await page.getByRole('heading', { name: 'You passed!' }).waitFor()
    await page.getByRole('heading', { name: 'Receipt' }).waitFor()
  }
}, 40_000)

test('a check that changes nothing takes neither what is typed nor what is open', async () => {
  const { page } = await journey.arrive({ device: 'laptop' })
  const tag = await signUp(page, 'Jun')
  const cluster = await journey.booth().newCluster()
  ship(cluster, tag, { placement: 'untagged' })
  await connect(page, { address: cluster.origin, key: cluster.readKey.encoded })
  await page.getByRole('status').getByText('MB-UNTAGGED').waitFor()
  const reading = page.locator('#step-settings[open]')
  await reading.waitFor()
  await openStep(page, 'connect')
  await page.getByLabel('API key that only reads').fill('half a k')

  ship(cluster, tag, { seconds: 10 })
  await page.locator('#step-start[open]').waitFor()
  expect(await reading.getAttribute('class')).toContain('is-done')
  expect(await page.getByLabel('API key that only reads').inputValue()).toBe('half a k')
  expect(await page.locator('.attempts li').count()).toBe(2)
  await page.getByText(/\(in \d+ sec\.\)/).waitFor()
}, 40_000)

test('the booth out of reach is said, and checking goes on when it is back', async () => {
  const { page, expectComplaint } = await journey.arrive({ device: 'laptop' })
  const tag = await signUp(page, 'Hana')
  const cluster = await journey.booth().newCluster()
  await connect(page, { address: cluster.origin, key: cluster.readKey.encoded })
  await page.getByRole('button', { name: 'Check now' }).waitFor()
  expectComplaint(/ERR_INTERNET_DISCONNECTED/)
  await page.context().setOffline(true)
  await page.getByText('We cannot reach the booth right now.').waitFor()
  ship(cluster, tag)
  await page.context().setOffline(false)
  await page.getByRole('heading', { name: 'You passed!' }).waitFor()
}, 40_000)

test('a command is copied with one tap', async () => {
  const { page } = await journey.arrive({ device: 'laptop', permissions: ['clipboard-read'] })
  const tag = await signUp(page, 'Sol')
  await page.getByRole('button', { name: /^Copy\s?: Your tag/ }).click()
  await page.getByRole('button', { name: /^Copied\s?: Your tag/ }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(tag)
}, 40_000)

async function openOnPhone(laptop: Page, phone: Page): Promise<void> {
  const other = laptop.getByRole('region', { name: 'Open on another device' })
  await other.getByRole('button').click()
  const code = await other.locator('.door-code').innerText()
  await phone.goto('/go')
  await phone.getByLabel('Short code').fill(code)
  await phone.getByRole('button', { name: 'Open my mission' }).click()
}

async function openStep(page: Page, name: string): Promise<void> {
  const step = page.locator(`#step-${name}`)
  if ((await step.getAttribute('open')) === null) await step.locator('summary').click()
}
