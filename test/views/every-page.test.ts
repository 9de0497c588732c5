import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { chromium, type Browser, type Page } from 'playwright-core'
import { shirtColours } from '../../src/event/shirt-colours.ts'
import { browserProgram } from '../support/browser-program.ts'
import { asWithScript, judge, loadAxe, tooWide } from './axe.ts'
import { languages, renderView } from './render-view.ts'
import { cloths, samples } from './samples.ts'

const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
/** A laptop of 1280 × 800 at 200 % zoom. */
const ZOOMED = { width: 640, height: 400 }
/** Pages looked at at once: more are not faster on two cores. */
const AT_ONCE = 3

const css = `${readFileSync(join(import.meta.dirname, '../../public/booth.css'), 'utf8')}\n${shirtColours(cloths)}`
let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: browserProgram(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
}, 60_000)
afterAll(() => browser.close())

/** Every state of every page: no violation of WCAG 2.2 AA by day and by night, nothing wider than a narrow screen. */
test.each(languages)(
  'in %s axe finds nothing on any page, light or dark, and no page scrolls sideways',
  async (language) => {
    const left = [...samples]
    const faults: string[] = []
    const lookAtNext = async (page: Page): Promise<void> => {
      for (let sample = left.shift(); sample; sample = left.shift()) {
        const { name, view, data } = sample
        await show(page, await renderView(view, language, { scripts: [], ...data(language) }))
        faults.push(...(await lookAt(page)).map((fault) => `${name}: ${fault}`))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, async () => lookAtNext(await newPage())))
    expect(faults).toEqual([])
  },
  120_000,
)

/** One window for many pages: axe is compiled once. */
async function newPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: PHONE, reducedMotion: 'reduce' })
  await loadAxe(page)
  return page
}

/** The style stands in the page itself, so that nothing has to be loaded. */
async function show(page: Page, html: string): Promise<void> {
  const styled = html
    .replace(/<link rel="(?:icon|stylesheet)"[^>]*>/g, '')
    .replace('</head>', () => `<style>${css}</style></head>`)
  await page.setContent(styled)
  await asWithScript(page)
}

async function lookAt(page: Page): Promise<string[]> {
  await page.setViewportSize(PHONE)
  await page.emulateMedia({ colorScheme: 'light' })
  const found = await judge(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  found.push(...(await judge(page, 'colours')).map((fault) => `dark: ${fault}`))
  for (const [size, viewport] of Object.entries({ narrow: NARROW, zoomed: ZOOMED })) {
    await page.setViewportSize(viewport)
    const wide = await tooWide(page)
    if (wide > 0) found.push(`${size}: ${wide} px wider than the screen`)
  }
  return found
}
