import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { claim, enrolStaff, pass, prepareJourney } from '../support/browser-journey.ts'
import { eventWith, START } from '../support/claims-booth.ts'

const stock = { 'mint-M': 1, 'blue-S': 1, 'blue-M': 1, 'pink-L': 1 }
const journey = prepareJourney({ event: eventWith(stock), start: START })

test('a shirt that returns is offered to the first in line, on their page; the hour over, to the second', async () => {
  const { page: owner } = await journey.arrive()
  await claim(owner, journey.booth(), { nickname: 'Owner', shirt: 'mint-M' })
  const first = await joinLine('First', 'mint-M')
  const second = await joinLine('Second', 'mint-M')
  await first.locator('.place', { hasText: '1' }).waitFor()
  await second.locator('.place', { hasText: '2' }).waitFor()

  await owner.getByText('I do not want it any more').click()
  await owner.getByRole('button', { name: 'Give it back' }).click()
  await first.getByText('It came back').waitFor()
  await first.getByText('It is yours until').waitFor()
  await second.locator('.place', { hasText: '1' }).waitFor()
  expect(await second.getByText('It came back').count()).toBe(0)

  journey.booth().clock.goOn(61)
  await second.getByText('It came back').waitFor()
  await first.getByText('It has gone meanwhile.').waitFor()
  expect(await left('mint-M')).toMatchObject({ available: 0, reserved: 1, waiting: 0 })
}, 60_000)

test('a shirt that does not fit is swapped after the hand-over, and its owner sees the new one', async () => {
  const { page: owner } = await journey.arrive()
  const code = await claim(owner, journey.booth(), { nickname: 'Sol', shirt: 'blue-S' })
  const { page: staff, expectComplaint } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  await lookUp(staff, code)
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await owner.getByText('Enjoy it, Sol!').waitFor()

  expectComplaint(/409/)
  await staff.getByRole('link', { name: 'Next scan' }).click()
  await lookUp(staff, code)
  await staff.getByRole('heading', { name: 'Already handed over' }).waitFor()
  await staff.getByRole('button', { name: 'Other colour or size' }).click()
  await staff.getByText('Now: Blue · S').waitFor()
  await staff.getByRole('button', { name: 'Blue · M' }).click()
  await staff.getByRole('heading', { name: 'Swapped' }).waitFor()
  await staff.getByText('Take back Blue · S and put it on its pile.').waitFor()
  await owner.getByRole('heading', { name: 'Blue · M' }).waitFor()
  expect(await left('blue-S')).toMatchObject({ available: 1, handed: 0 })
  expect(await left('blue-M')).toMatchObject({ available: 0, handed: 1 })
}, 60_000)

test('a hold that ran out is reserved again and handed over in one tap', async () => {
  const { page: owner } = await journey.arrive()
  const code = await claim(owner, journey.booth(), { nickname: 'Jun', shirt: 'pink-L' })
  journey.booth().clock.goOn(241)
  await owner.getByText('It is still here.').waitFor()

  const { page: staff, expectComplaint } = await enrolStaff(journey, { name: 'Lee', role: 'scan' })
  expectComplaint(/409/)
  await lookUp(staff, code)
  await staff.getByRole('heading', { name: 'The hold has run out' }).waitFor()
  expect(await left('pink-L')).toMatchObject({ available: 1, handed: 0 })
  await staff.getByRole('button', { name: 'Reserve again and hand over' }).click()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  expect(await staff.locator('html').getAttribute('class')).toContain('answer-go')
  await owner.getByText('Enjoy it, Jun!').waitFor()
  expect(await left('pink-L')).toMatchObject({ available: 0, handed: 1 })
}, 60_000)

/** Somebody who passed and stands in line. */
async function joinLine(nickname: string, sku: string): Promise<Page> {
  const { page } = await journey.arrive()
  await pass(page, journey.booth(), nickname)
  await page.getByRole('link', { name: 'Choose your shirt' }).click()
  const list = page.locator('[data-waitable]')
  if ((await list.locator('details').getAttribute('open')) === null)
    await list.locator('summary').click()
  await list.getByLabel('Colour and size').selectOption(sku)
  await list.getByRole('button', { name: 'Join the waiting list' }).click()
  await page.locator('.place').waitFor()
  return page
}

async function lookUp(staff: Page, code: string): Promise<void> {
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
}

async function left(sku: string) {
  const lines = await journey.booth().booth.stock.overview()
  return lines.find((line) => line.sku === sku)
}
