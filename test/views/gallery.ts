import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser, type Page } from 'playwright-core'
import { shirtColours } from '../../src/platform/http/shirt-colours.ts'
import { languages, renderView, type Language } from './render-view.ts'
import { cloths, samples } from './samples.ts'

/**
 * Draws every page and state as static HTML and takes a picture of each:
 * `node test/views/gallery.ts [--only claim] [--languages ko,en] [--sizes phone,desktop] [--schemes light,dark]`
 * With `--axe` it also names everything axe finds wrong (WCAG 2.2 AA).
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    languages: { type: 'string', default: languages.join(',') },
    sizes: { type: 'string', default: 'phone,desktop' },
    schemes: { type: 'string', default: 'light,dark' },
    axe: { type: 'boolean', default: false },
    folder: { type: 'string', default: join(tmpdir(), 'booth-gallery') },
  },
})
const sizes: Record<string, { width: number; height: number }> = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
  narrow: { width: 320, height: 640 },
  wall: { width: 1920, height: 1080 },
}
const chosen = samples.filter(({ name }) => name.includes(values.only))

function addressOf(name: string, language: string): string {
  return join(values.folder, `${name}.${language}.html`)
}

async function drawPages(): Promise<void> {
  mkdirSync(values.folder, { recursive: true })
  cpSync(join(import.meta.dirname, '../../public'), values.folder, { recursive: true })
  writeFileSync(join(values.folder, 'shirt-colours.css'), shirtColours(cloths))
  for (const language of values.languages.split(',') as Language[])
    for (const { name, view, data } of chosen)
      writeFileSync(
        addressOf(name, language),
        await renderView(view, language, { scripts: [], ...data(language) }),
      )
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** One line for each thing axe finds, with the first place it is found at. */
async function judge(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.run(document, { runOnly: tags })
    return violations.map(
      ({ id, nodes }) => `${id} ×${String(nodes.length)}: ${nodes[0]?.html ?? ''}`,
    )
  })
}

/** What the pages' own scripts would do first: show the buttons that need them. */
async function asWithScript(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const button of document.querySelectorAll('[data-needs-script]'))
      button.removeAttribute('hidden')
  })
}

async function photograph(browser: Browser, size: string, scheme: 'light' | 'dark') {
  const page = await browser.newPage({
    ...(sizes[size] ? { viewport: sizes[size] } : {}),
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  for (const language of values.languages.split(','))
    for (const { name } of chosen) {
      await page.goto(pathToFileURL(addressOf(name, language)).href)
      await asWithScript(page)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (wide > 0)
        process.stdout.write(`${name} ${language} ${size}: ${wide} px wider than the screen\n`)
      const found = values.axe ? await judge(page) : []
      for (const line of found)
        process.stdout.write(`${name} ${language} ${size} ${scheme}: ${line}\n`)
      const path = join(values.folder, `${name}.${language}.${size}.${scheme}.png`)
      await page.screenshot({ path, fullPage: true })
    }
  await page.close()
}

await drawPages()
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
})
try {
  for (const size of values.sizes.split(','))
    for (const scheme of values.schemes.split(',') as ('light' | 'dark')[])
      await photograph(browser, size, scheme)
} finally {
  await browser.close()
}
process.stdout.write(`${values.folder}\n`)
