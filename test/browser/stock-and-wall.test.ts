import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { claim, enrolStaff, pass, prepareJourney, signUp } from '../support/browser-journey.ts'

const journey = prepareJourney()

test('the wall follows what happens without being reloaded, and people move along the line', async () => {
  const { page: wall } = await journey.arrive({ device: 'laptop' })
  await wall.goto('/wall')
  await markPage(wall)
  const { page: attendee } = await journey.arrive()
  await signUp(attendee, 'Watcher')
  await wall.locator('[data-count="registered"]', { hasText: /^1$/ }).waitFor()
  await wall.locator('[data-walker]').evaluate((walker) => {
    Object.assign(walker, { watched: walker.getAttribute('data-walker') })
  })

  const { page: finisher } = await journey.arrive()
  await pass(finisher, journey.booth(), 'Quick-Mina')
  await wall.locator('[data-first]', { hasText: 'Quick-Mina' }).waitFor()
  await wall.locator('[data-count="passed"]', { hasText: /^1$/ }).waitFor()
  expect(await wall.locator('[data-walker]').count()).toBe(2)
  const stayed = await wall
    .locator('[data-walker]')
    .evaluateAll((walkers) =>
      walkers.filter((one) => Reflect.get(one, 'watched') === one.getAttribute('data-walker')),
    )
  expect(stayed).toHaveLength(1)
  expect(await isSamePage(wall)).toBe(true)
}, 40_000)

test('what is left is seen live by whoever chooses and by staff', async () => {
  const { page: staff } = await enrolStaff(journey, { name: 'Park', role: 'scan' })
  await staff.getByRole('link', { name: 'Stock' }).click()
  const { page: chooser } = await journey.arrive()
  await pass(chooser, journey.booth(), 'Chooser')
  await chooser.getByRole('link', { name: 'Choose your shirt' }).click()
  await chooser.locator('label:has(input[value="black-M"])').click()
  for (const page of [staff, chooser]) {
    await page.locator('[data-left="black-XS"]', { hasText: '5' }).waitFor()
    await markPage(page)
  }

  const { page: other } = await journey.arrive()
  await claim(other, journey.booth(), { nickname: 'Other', shirt: 'black-XS' })
  for (const page of [staff, chooser]) {
    await page.locator('[data-left="black-XS"]', { hasText: '4' }).waitFor()
    expect(await isSamePage(page)).toBe(true)
  }
  expect(await chooser.locator('input[value="black-M"]').isChecked()).toBe(true)
  expect(await staff.getByRole('link', { name: /^Recount/ }).count()).toBe(0)
}, 40_000)

test('a lead corrects a count with a reason; a number that moved meanwhile is not overwritten', async () => {
  const { page: lead } = await enrolStaff(journey, { name: 'Han', role: 'lead' })
  await lead.getByRole('link', { name: 'Stock' }).click()
  await recount(lead, { counted: '18', reason: 'found in the box' })
  await lead.getByRole('status').getByText('Saved: Mint · M = 18').waitFor()
  await lead.locator('[data-left="mint-M"]', { hasText: '18' }).waitFor()

  const { page: second, expectComplaint } = await enrolStaff(journey, {
    name: 'Choi',
    role: 'lead',
  })
  await second.goto('/staff/stock')
  await second.getByRole('link', { name: /^Recount\s?: Mint · M/ }).click()
  await recount(lead, { counted: '20', reason: 'two more' })
  expectComplaint(/409/)
  await fillRecount(second, { counted: '17', reason: 'counted again' })
  await second.getByRole('alert').getByText('You saw 18, now it is 20').waitFor()
}, 40_000)

test('a chosen spreadsheet stands in the field, fills the delivery in, and is saved only by the lead', async () => {
  const { page: lead } = await enrolStaff(journey, { name: 'Seo', role: 'lead' })
  await lead.goto('/staff/stock-file')
  await lead.getByLabel('Choose a file').setInputFiles({
    name: 'delivery.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('\uFEFF색상;사이즈;수량\r\n파랑;3XL;6\r\n'),
  })
  await lead.waitForFunction(() =>
    document
      .querySelector<HTMLTextAreaElement>('textarea[name=file]')
      ?.value.includes('파랑;3XL;6'),
  )
  await lead.getByRole('button', { name: 'Read and show' }).click()
  expect(await lead.getByLabel('Blue · 3XL').inputValue()).toBe('6')
  const before = await lead.context().newPage()
  await before.goto('/staff/stock')
  await before.locator('[data-left="blue-3XL"]', { hasText: '4' }).waitFor()
  await lead.getByLabel('Delivery note').fill('from the file')
  await lead.getByRole('button', { name: 'Take in' }).click()
  await lead.getByRole('status').getByText('The delivery is taken in.').waitFor()
  await before.locator('[data-left="blue-3XL"]', { hasText: '10' }).waitFor()
}, 40_000)

test('the count sheet is one page of A4', async () => {
  const { page: lead } = await enrolStaff(journey, { name: 'Yun', role: 'lead' })
  await lead.goto('/staff/counts')
  const pdf = (await lead.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
}, 40_000)

type Count = { counted: string; reason: string }

async function recount(page: Page, count: Count): Promise<void> {
  await page.getByRole('link', { name: /^Recount\s?: Mint · M/ }).click()
  await fillRecount(page, count)
}

async function fillRecount(page: Page, { counted, reason }: Count): Promise<void> {
  await page.getByLabel('Counted').fill(counted)
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: 'Save this count' }).click()
}

async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.body.dataset['same'] = 'yes'
  })
}

function isSamePage(page: Page): Promise<boolean> {
  return page.evaluate(() => document.body.dataset['same'] === 'yes')
}
