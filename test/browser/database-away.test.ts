import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await startPostgresServer()
}, 60_000)
const journey = prepareJourney({ databaseUrl: () => server?.url })
afterAll(() => server?.stop(), 60_000)

test('while the database is away a tap is amber and says so; open pages keep what they knew; then it is green', async () => {
  const { page: owner, expectComplaint: ofOwner } = await journey.arrive()
  const code = await claim(owner, journey.booth(), { nickname: 'Mina', shirt: 'mint-M' })
  const { page: wall, expectComplaint: ofWall } = await journey.arrive({ device: 'laptop' })
  await wall.goto('/wall')
  const { page: staff, expectComplaint: ofStaff } = await enrolStaff(journey, {
    name: 'Kim',
    role: 'scan',
  })
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()

  const { page: stock, expectComplaint: ofStock } = await enrolStaff(journey, {
    name: 'Lee',
    role: 'lead',
  })
  await stock.goto('/staff/stock')

  // Any open page may ask while the database is away; its browser notes the answer.
  for (const expectComplaint of [ofOwner, ofWall, ofStaff, ofStock]) expectComplaint(/503/)
  await server?.kill()
  await mark(owner)
  await mark(wall)
  // The stream said that something changed just before; of its own it does not open without the database.
  await owner.route(/\/m\/[^/]+\/events$/, (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: 'retry: 600000\n\n' }),
  )
  await askAgain(owner, /\/claim$/)
  await askAgain(wall, /\/wall$/)
  await askAgain(stock, /\/staff\/stock$/)
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Cannot record now' }).waitFor()
  await staff.getByText('Hand out nothing and call a lead.').waitFor()
  expect(await staff.locator('html').getAttribute('class')).toContain('answer-wait')
  expect(await owner.locator('.claim-code code').innerText()).toBe(code)
  expect(await wall.locator('[data-count="passed"]').innerText()).toBe('1')
  expect(await stock.getByRole('heading', { level: 1 }).innerText()).toBe('Shirts in stock')
  expect([await isMarked(owner), await isMarked(wall)]).toEqual([true, true])
  await owner.unrouteAll()
  await comeBack(owner)

  await server?.start()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  await owner.getByText('Enjoy it, Mina!').waitFor()
}, 90_000)

/** Only the page that is open now bears it: another one in its place does not. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => (document.documentElement.dataset['mark'] = 'open'))
}

function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.dataset['mark'] === 'open')
}

/** An open page comes back to the front and asks how things are: the booth has no answer. */
async function askAgain(page: Page, path: RegExp): Promise<void> {
  const asked = page.waitForResponse(
    (response) => path.test(new URL(response.url()).pathname) && response.status() === 503,
  )
  await comeBack(page)
  await (await asked).finished()
}

async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const passage of ['pagehide', 'pageshow'])
      dispatchEvent(new PageTransitionEvent(passage, { persisted: true }))
  })
}
