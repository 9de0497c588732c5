import { posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { claimedAttendee, passedAttendee, signUp } from '../support/attendee.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page, Visitor } from '../support/visitor.ts'

const MOST_BYTES = 40_000
const IMPORT = /(?:from|import)\s*['"](\.{1,2}\/[^'"]+\.ts)['"]/g

/** Slow venue Wi-Fi: a page with its style and scripts is small. The QR reader loads when scanning starts. */
test('every page, compressed, with its style and every script it loads: at most 40 kB, each script named in it', async () => {
  const booth = await openTestBooth()
  const pages = await everyKindOfPage(booth)
  for (const [page, by] of pages) {
    expect([page.path, page.status]).toEqual([page.path, 200])
    const weight = await weightOf(page, by)
    expect([page.path, weight, weight <= MOST_BYTES]).toEqual([page.path, weight, true])
  }
  expect(pages.length).toBeGreaterThan(15)
}, 30_000)

async function everyKindOfPage(booth: TestBooth): Promise<[Page, Visitor][]> {
  const pages: [Page, Visitor][] = []
  const look = async (by: Visitor, ...paths: string[]) => {
    for (const path of paths) pages.push([await by.open(path), by])
  }
  const visitor = booth.visitor({ language: 'ko' })
  await look(visitor, '/register', '/go', '/wall', '/print/mission', '/deleted')
  const fresh = await signUp(booth)
  await look(fresh.visitor, fresh.base, `${fresh.base}/delete`)
  const passed = await passedAttendee(booth)
  await look(passed.visitor, passed.base, `${passed.base}/claim`)
  const claimed = await claimedAttendee(booth)
  await look(claimed.visitor, `${claimed.base}/claim`)
  const kiosk = await booth.enrolled({ kind: 'kiosk' })
  await look(kiosk, '/kiosk', '/kiosk/notice', '/kiosk/nickname')
  const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
  await look(lead, '/staff', '/staff/stock', '/staff/room', '/staff/phones')
  return pages
}

async function weightOf(page: Page, by: Visitor): Promise<number> {
  const loaded = new Map<string, number>()
  const preloaded = new Set(
    [...page.html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, path]) => path),
  )
  const load = async (path: string): Promise<void> => {
    if (loaded.has(path)) return
    const { html, status } = await by.open(path)
    expect([path, status]).toEqual([path, 200])
    loaded.set(path, compressed(html))
    for (const [, imported = ''] of html.matchAll(IMPORT)) {
      const also = posix.join(posix.dirname(path), imported)
      expect([page.path, also, preloaded.has(also)]).toEqual([page.path, also, true])
      await load(also)
    }
  }
  for (const [, path = ''] of page.html.matchAll(
    /(?:src|href)="(\/assets\/[^"]+\.(?:css|ts|svg))"/g,
  ))
    await load(path)
  return [...loaded.values()].reduce((sum, bytes) => sum + bytes, compressed(page.html))
}

function compressed(text: string): number {
  return gzipSync(text).length
}
