import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Where pictures go, or what axe says of the pages instead. */
export type Album = {
  /** Takes one page as it stands, at every size. `name` is `mission-near-miss.ko`. */
  take: (page: Page, name: string) => Promise<void>
  pictures: () => number
  /** What is wrong with pages: wider than the screen, or found by axe. */
  faults: () => readonly string[]
}

export type AlbumWish = { folder: string; scheme: 'light' | 'dark'; axe: boolean }

type Size = { name: string; width: number; height: number }

const PHONE: Size = { name: 'phone', width: 390, height: 844 }
const DESKTOP: Size = { name: 'desktop', width: 1280, height: 800 }
const WALL: Size = { name: 'wall', width: 1920, height: 1080 }
/** As the README shows it: docs/wall.png is `wall-people.en.readme.png`. */
const README: Size = { name: 'readme', width: 1280, height: 720 }

export function createAlbum(wish: AlbumWish): Album {
  mkdirSync(wish.folder, { recursive: true })
  let pictures = 0
  const faults: string[] = []
  return {
    take: async (page, name) => {
      for (const size of wish.axe ? [PHONE] : sizesOf(name)) {
        await page.setViewportSize(size)
        const wide = await tooWide(page)
        if (wide > 0) faults.push(`${name} ${size.name}: ${wide} px wider than the screen`)
        if (wish.axe) faults.push(...(await judge(page)).map((fault) => `${name}: ${fault}`))
        else {
          await photograph(page, join(wish.folder, fileName(name, size, wish)))
          pictures += 1
        }
      }
    },
    pictures: () => pictures,
    faults: () => faults,
  }
}

function sizesOf(name: string): Size[] {
  return name.startsWith('wall') ? [PHONE, DESKTOP, WALL, README] : [PHONE, DESKTOP]
}

function fileName(name: string, size: Size, { scheme }: AlbumWish): string {
  return `${name}.${size.name}${scheme === 'dark' ? '.dark' : ''}.png`
}

async function photograph(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await putInPlace(page)
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
}

/** On a long picture what sticks to the screen's edge would cover its middle. */
async function putInPlace(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const bar of document.querySelectorAll<HTMLElement>('.bar')) bar.style.position = 'static'
  })
}

function tooWide(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** One line for each thing axe finds (WCAG 2.2 AA), with the first place it is found at. */
async function judge(page: Page): Promise<string[]> {
  // Paper is read by nobody's screen reader.
  if (await page.evaluate(() => matchMedia('print').matches)) return []
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
