import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** To be called once a window, before `judge`. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(axe)
}

/** One line for each thing axe finds on the page as it stands, with the first place it is found at. */
export async function judge(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  return page.evaluate(
    async ({ rules, tags }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const runOnly = rules === 'all' ? tags : { type: 'rule' as const, values: ['color-contrast'] }
      const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] })
      return violations.map(
        ({ id, nodes }) => `${id} ×${String(nodes.length)}: ${nodes[0]?.html ?? ''}`,
      )
    },
    { rules, tags: WCAG_22_AA },
  )
}

/** What the pages' own scripts would do first: show the buttons that need them. */
export async function asWithScript(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const button of document.querySelectorAll('[data-needs-script]'))
      button.removeAttribute('hidden')
  })
}

/** How many pixels the page is wider than the screen. */
export function tooWide(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}
