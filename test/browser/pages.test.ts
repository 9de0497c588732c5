import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { enrolStaff, prepareJourney, signUp } from '../support/browser-journey.ts'

const journey = prepareJourney()

/** Leads to every page that no other journey opens; what each complains about is refused by `prepareJourney`. */
const ANYBODY = ['/', '/register', '/go', '/wall']
const REFUSED = [
  ['/m/no-such-link', 404],
  ['/no-such-page', 404],
  ['/enrol/no-such-link', 404],
  ['/staff', 403],
  ['/kiosk', 403],
] as const

test.each(['ko', 'en', 'ja'])(
  'in %s every page loads without a complaint, and says its language',
  async (language) => {
    const { page, expectComplaint } = await journey.arrive({ device: 'laptop' })
    expectComplaint(/status of (403|404)/)
    for (const path of ANYBODY) expect(await openIn(page, path, language)).toBe(200)
    for (const [path, status] of REFUSED) expect(await openIn(page, path, language)).toBe(status)
  },
  40_000,
)

test('the staff menu leads to pages without a complaint', async () => {
  const { page: lead } = await enrolStaff(journey, { name: 'Han', role: 'lead' })
  for (const name of ['Scan', 'Stock', 'Phones']) {
    await lead.getByRole('navigation', { name: 'Staff menu' }).getByText(name).click()
    await lead.locator('[aria-current="page"]', { hasText: name }).waitFor()
  }
  await lead
    .getByRole('button', { name: /^Enrol a phone/ })
    .first()
    .click()
  await lead.getByRole('img', { name: 'Enrolment link as QR' }).waitFor()
}, 40_000)

test('a tapped suggestion fills the nickname; a key can be shown and hidden', async () => {
  const { page } = await journey.arrive()
  await page.goto('/register')
  const suggestion = page.getByRole('group', { name: 'Suggested nicknames' }).getByRole('button')
  const name = await suggestion.first().innerText()
  await suggestion.first().click()
  expect(await page.getByLabel('Nickname', { exact: true }).inputValue()).toBe(name)

  await signUp(page, 'Mina')
  const key = page.getByLabel('API key that only reads')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  expect(await key.getAttribute('type')).toBe('text')
  await page.getByRole('button', { name: 'Hide', exact: true }).click()
  expect(await key.getAttribute('type')).toBe('password')
}, 40_000)

test('whatever the scanning page imports is asked for once, before any script has come', async () => {
  const { page: staff } = await enrolStaff(journey, { name: 'Yun', role: 'scan' })
  const asked: string[] = []
  const { promise: held, resolve: letThemCome } = Promise.withResolvers<undefined>()
  await staff.route('**/*.ts', async (route) => {
    asked.push(route.request().url())
    await held
    await route.continue()
  })
  const opened = staff.goto('/staff')
  // The scanning page imports the desk, the desk imports what sends taps, and that imports this.
  await staff.waitForRequest(/load-page\.browser\.ts$/)
  letThemCome(undefined)
  await opened
  expect(asked.length).toBeGreaterThan(10)
  expect(new Set(asked).size).toBe(asked.length)
}, 40_000)

test('the scanning page alone may use camera and WASM, and nothing but its one worker', async () => {
  const { page, expectComplaint } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  expectComplaint(/TrustedScriptURL|CSP report.*Worker constructor/)
  const [scan, stock] = await Promise.all(
    ['/staff', '/staff/stock'].map((path) => page.request.get(path)),
  )
  expect(scan?.headers()['content-security-policy']).toContain("'wasm-unsafe-eval'")
  expect(scan?.headers()['permissions-policy']).toContain('camera=(self)')
  expect(stock?.headers()['content-security-policy']).not.toContain('wasm')
  expect(stock?.headers()['permissions-policy']).toContain('camera=()')
  const refused = await page.evaluate(() => {
    try {
      new Worker('/assets/any.js')
      return 'started'
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(refused).toBe('TypeError')
}, 40_000)

async function openIn(page: Page, path: string, language: string): Promise<number | undefined> {
  const answer = await page.goto(`${path}?lang=${language}`)
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  return answer?.status()
}
