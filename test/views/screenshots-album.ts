import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { judge, loadAxe, tooWide } from './axe.ts'

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
        if (wish.axe) faults.push(...(await judgeScreen(page)).map((fault) => `${name}: ${fault}`))
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

/** Paper is read by nobody's screen reader. */
async function judgeScreen(page: Page): Promise<string[]> {
  if (await page.evaluate(() => matchMedia('print').matches)) return []
  await loadAxe(page)
  return judge(page)
}
