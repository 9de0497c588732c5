import { expect, test } from '@jest/globals'
import type { Page, Route } from 'playwright-core'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import type { Person } from '../support/browser.ts'

const journey = prepareJourney()
const CANNOT_RECORD = '<p data-answer="cannot-record">no database</p>'
const HAND_OVERS = '**/staff/hand-overs'

test('no clear answer is amber, and the same scan id asks until it is green: one shirt', async () => {
  const before = await handed()
  const { page: staff, expectComplaint } = await lookedUp('mint-M')
  expectComplaint(/503|ERR_CONNECTION_RESET/)
  const amberSeen = gate()
  const askedAgain = gate()
  const scanIds: (string | null)[] = []
  // First the server is overloaded, then it commits but its answer is lost, then it has no database, then all is well.
  const answers = [
    (route: Route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<p>busy</p>' }),
    async (route: Route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    // The database is away: nothing of this try was written, but the one before was.
    (route: Route) => route.fulfill({ status: 503, contentType: 'text/html', body: CANNOT_RECORD }),
    async (route: Route) => {
      askedAgain.open()
      await amberSeen.opened
      await route.continue()
    },
  ]
  await staff.route(HAND_OVERS, async (route) => {
    scanIds.push(new URLSearchParams(route.request().postData() ?? '').get('scanId'))
    await answers[Math.min(scanIds.length, answers.length) - 1]?.(route)
  })

  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Not sure. Hand out nothing yet.' }).waitFor()
  expect(await colourOf(staff)).toContain('answer-wait')
  const kept = await staff.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
  expect(kept).toContain(String(scanIds[0]))
  await askedAgain.opened
  expect(await staff.getByRole('heading', { name: 'Cannot record now' }).count()).toBe(0)
  amberSeen.open()

  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  expect(await colourOf(staff)).toContain('answer-go')
  await staff.getByText('done on this phone at').waitFor()
  expect(scanIds).toHaveLength(4)
  expect(new Set(scanIds).size).toBe(1)
  expect(await handed()).toBe(before + 1)
  expect(await staff.evaluate(() => sessionStorage.length)).toBe(0)
}, 40_000)

test('without a network the tap waits in amber and goes through when the network is back', async () => {
  const before = await handed()
  const { page: staff, expectComplaint } = await lookedUp('blue-L')
  expectComplaint(/ERR_INTERNET_DISCONNECTED/)
  await staff.context().setOffline(true)
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByText('The network is gone.').waitFor()
  expect(await colourOf(staff)).toContain('answer-wait')
  expect(await handed()).toBe(before)

  await staff.context().setOffline(false)
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  expect(await handed()).toBe(before + 1)
}, 40_000)

test('a phone that is reloaded in amber asks what became of the tap', async () => {
  const before = await handed()
  const { page: staff, expectComplaint, code } = await lookedUp('pink-S')
  expectComplaint(/ERR_FAILED/)
  await staff.route(HAND_OVERS, (route) => route.abort())
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Not sure' }).waitFor()
  expect(await staff.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))).not.toContain(
    code,
  )

  await staff.goto('/staff')
  await staff.getByText('Hand out nothing yet. Scan again').waitFor()
  expect(await handed()).toBe(before)
}, 40_000)

test('who does not wait in amber scans again, and is told what became of the tap', async () => {
  const before = await handed()
  const { page: staff, expectComplaint } = await lookedUp('mint-S')
  expectComplaint(/ERR_CONNECTION_RESET|409/)
  await staff.route(HAND_OVERS, async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
  })
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Not sure' }).waitFor()
  await staff.getByRole('link', { name: 'Scan again' }).click()
  await staff.locator('.last').getByText('Handed over').waitFor()
  await staff.waitForFunction(() => sessionStorage.length === 0)
  expect(await staff.locator('html').getAttribute('class')).toBe('staff')
  expect(await handed()).toBe(before + 1)
}, 40_000)

async function lookedUp(shirt: string): Promise<Person & { code: string }> {
  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Mina', shirt })
  const staff = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  await staff.page.getByLabel('Claim code').fill(code)
  await staff.page.getByRole('button', { name: 'Look up' }).click()
  await staff.page.getByRole('heading', { name: 'Fetch' }).waitFor()
  return { ...staff, code: code.replace('-', '') }
}

function colourOf(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('class')
}

function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  return {
    opened: promise,
    open: () => {
      resolve(undefined)
    },
  }
}

async function handed(): Promise<number> {
  const lines = await journey.booth().booth.stock.overview()
  return lines.reduce((sum, line) => sum + line.handed, 0)
}
