import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'

const journey = prepareJourney()

test('Back on an answer leads to scanning, and nothing is looked up or handed over again', async () => {
  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Jun', shirt: 'blue-S' })
  const { page: staff } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  const posted: string[] = []
  staff.on('request', (request) => {
    if (request.method() === 'POST') posted.push(new URL(request.url()).pathname)
  })

  await lookUp(staff, code)
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
  await backToScanning(staff)
  expect(posted).toEqual(['/staff/look-ups'])
  await attendee.getByText('Show this at the booth.').waitFor()

  await lookUp(staff, code)
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  await backToScanning(staff)
  expect(posted).toEqual(['/staff/look-ups', '/staff/look-ups', '/staff/hand-overs'])
  await staff.locator('.last-list').getByText('Handed over').waitFor()
}, 40_000)

test('Back on amber gives the waiting up, as its own button does; a jump within an answer stays there', async () => {
  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Sol', shirt: 'pink-M' })
  const { page: staff, expectComplaint } = await enrolStaff(journey, { name: 'Lee', role: 'scan' })
  expectComplaint(/ERR_FAILED/)
  await lookUp(staff, code)
  await staff.evaluate(() => {
    location.hash = 'main'
  })
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
  await staff.route('**/staff/hand-overs', (route) => route.abort())
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Not sure' }).waitFor()
  await staff.goBack()
  await staff.getByRole('heading', { name: 'Not sure' }).waitFor()
  await backToScanning(staff)
}, 40_000)

test('after an answer’s own button, Back leaves the scanning page at once; a jump within it stays', async () => {
  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Ara', shirt: 'mint-L' })
  const { page: staff } = await enrolStaff(journey, { name: 'Bae', role: 'scan' })
  await staff.goto('/staff/room')
  await staff.goto('/staff')
  await jumpAndBack(staff)
  await lookUp(staff, code)
  await staff.getByRole('link', { name: 'Not now' }).click()
  await staff.getByLabel('Claim code').waitFor()
  await jumpAndBack(staff)
  await staff.goBack()
  await staff.waitForURL('**/staff/room')
}, 40_000)

async function jumpAndBack(staff: Page): Promise<void> {
  await staff.evaluate(() => {
    location.hash = 'main'
  })
  await staff.goBack()
  await staff.getByLabel('Claim code').waitFor()
}

async function lookUp(staff: Page, code: string): Promise<void> {
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
}

async function backToScanning(staff: Page): Promise<void> {
  await staff.goBack()
  await staff.getByLabel('Claim code').waitFor()
  expect(new URL(staff.url()).pathname).toBe('/staff')
  expect(await staff.locator('[data-answer]').count()).toBe(0)
}
