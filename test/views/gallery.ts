import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser } from 'playwright-core'
import { shirtColours } from '../../src/event/shirt-colours.ts'
import { asWithScript, judge, loadAxe, tooWide } from './axe.ts'
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
  writeFileSync(
    join(values.folder, 'shirt-colours.css'),
    shirtColours([...cloths, { id: 'mug', hex: '#f0b000' }]),
  )
  for (const language of values.languages.split(',') as Language[])
    for (const { name, view, data } of chosen)
      writeFileSync(
        addressOf(name, language),
        await renderView(view, language, { scripts: [], ...data(language) }),
      )
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
      const wide = await tooWide(page)
      if (wide > 0)
        process.stdout.write(`${name} ${language} ${size}: ${wide} px wider than the screen\n`)
      if (values.axe) await loadAxe(page)
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
