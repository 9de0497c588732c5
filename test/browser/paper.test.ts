import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { prepareJourney } from '../support/browser-journey.ts'

const journey = prepareJourney()

test.each([
  ['a4', [210, 297]],
  ['a5', [148, 210]],
])('the mission sheet fits one page of %s', async (paper, size) => {
  const { page } = await journey.arrive({ device: 'laptop' })
  for (const language of ['ko', 'en', 'ja']) {
    await page.goto(`/print/mission?paper=${paper}&lang=${language}`)
    expect([language, await printed(page)]).toEqual([language, [size]])
  }
})

/** Width and height of each page that comes out of the printer, in millimetres. */
async function printed(page: Page): Promise<number[][]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, ...points]) =>
    points.map((point) => Math.round((Number(point) / 72) * 25.4)),
  )
}
