import { expect, test } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { ship } from '../support/booth-server.ts'

const journey = prepareJourney()
const MOST_TABS = 60

test('from registering to the claim code with the keyboard alone', async () => {
  const { page } = await journey.arrive({ device: 'laptop' })
  await page.goto('/register')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('I have read this and agree.'))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByLabel('Nickname', { exact: true }))
  await page.keyboard.type('Mina')
  await page.keyboard.press('Enter')

  const tag = await page.locator('#tag').innerText()
  const cluster = await journey.booth().newCluster()
  ship(cluster, tag)
  await tabTo(page, page.getByLabel('Elasticsearch address or Cloud ID'))
  await page.keyboard.type(cluster.origin)
  await tabTo(page, page.getByLabel('API key that only reads'))
  await page.keyboard.type(cluster.readKey.encoded)
  await page.keyboard.press('Enter')

  await tabTo(page, page.getByRole('link', { name: 'Choose your shirt' }))
  await page.keyboard.press('Enter')
  const shirts = page.locator('input[name="shirt"]')
  await tabTo(page, shirts.first())
  for (let steps = 0; !(await page.locator('input[value="mint-L"]').isChecked()); steps++) {
    expect(steps).toBeLessThan(MOST_TABS)
    await page.keyboard.press('ArrowDown')
  }
  await tabTo(page, page.getByRole('button', { name: 'Reserve this shirt' }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Mint · L' }).waitFor()

  await tabTo(page, page.getByRole('link', { name: 'Change colour or size' }))
  await tabTo(page, page.getByRole('link', { name: 'Delete me' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Delete everything' }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Everything about you is deleted' }).waitFor()
}, 60_000)

test('at the kiosk and at the desk with the keyboard alone', async () => {
  const { page: kiosk } = await journey.arrive({ device: 'kiosk' })
  await kiosk.goto(await journey.booth().enrolmentLink({ kind: 'kiosk' }))
  await tabTo(kiosk, kiosk.getByLabel('Your name'))
  await kiosk.keyboard.type('Kiosk by the door')
  await kiosk.keyboard.press('Enter')
  await pressOn(kiosk, kiosk.getByRole('link', { name: 'English' }))
  await pressOn(kiosk, kiosk.getByRole('button', { name: 'Agree and go on' }))
  await tabTo(kiosk, kiosk.getByLabel('Or your own'))
  await kiosk.keyboard.type('Jun')
  await kiosk.keyboard.press('Enter')
  await kiosk.getByRole('heading', { name: 'You are in, Jun' }).waitFor()
  await pressOn(kiosk, kiosk.getByRole('button', { name: 'Done' }))
  await kiosk.getByRole('navigation', { name: 'Choose a language' }).waitFor()

  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Sol', shirt: 'pink-M' })
  const { page: staff } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  await tabTo(staff, staff.getByLabel('Claim code'))
  await staff.keyboard.type(code)
  await staff.keyboard.press('Enter')
  await pressOn(staff, staff.getByRole('button', { name: 'Hand over' }))
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  await pressOn(staff, staff.getByRole('link', { name: 'Next scan' }))
  await staff.getByLabel('Claim code').waitFor()
}, 60_000)

async function pressOn(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  await tabTo(page, wanted)
  await page.keyboard.press('Enter')
}

/** Tabs until `wanted` has the focus; every stop on the way must be seen to have it. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((one) => one === document.activeElement)) {
      const outlined = await wanted.evaluate((one) =>
        [one, one.closest('label')].some(
          (shown) => shown && getComputedStyle(shown).outlineStyle !== 'none',
        ),
      )
      expect(outlined).toBe(true)
      return
    }
  }
  throw new Error(`${MOST_TABS} tabs did not lead to ${String(wanted)}`)
}
