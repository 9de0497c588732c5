import { afterEach, beforeEach, expect, test } from '@jest/globals'
import {
  openRehearsalBooth,
  rehearsalConfig,
  type RehearsalBooth,
} from '../../src/commands/rehearsal-booth.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'
import { attributeOf, hiddenFieldsOf, wordsOf } from '../../src/rehearsal/read-page.ts'
import { shiftDays } from '../../src/rehearsal/shift-days.ts'
import type { Browser, Page } from '../../src/rehearsal/visit.http.ts'

const START = new Date('2026-03-01T03:00:00.000Z')
let now: number
let turns: (() => void)[]
let rehearsal: RehearsalBooth

beforeEach(async () => {
  now = START.getTime()
  turns = []
  rehearsal = await openRehearsalBooth({
    config: rehearsalConfig({}, { port: await findFreePort() }),
    event: shiftDays(readEventFile('events/pycon.yaml'), START),
    seed: 1,
    outside: {
      now: () => new Date(now),
      everyTurn: (turn) => {
        turns.push(turn)
        return () => undefined
      },
    },
  })
})
afterEach(() => rehearsal.close())

function pass(seconds: number) {
  now += seconds * 1000
  for (const turn of turns) turn()
}

async function signUp(): Promise<{ browser: Browser; page: Page }> {
  const browser = rehearsal.openBrowser('Mozilla/5.0 (X11; Linux x86_64)')
  const form = await browser.open('/register?lang=en')
  const filled = { ...hiddenFieldsOf(form, '/register'), nickname: 'Kim', consent: 'yes' }
  return { browser, page: await browser.send('/register', filled) }
}

/** Copies address and key from the page into the form, as a visitor would. */
function connect(browser: Browser, page: Page) {
  return browser.send(`${page.path}/check`, {
    target: wordsOf(page, 'id="practice-address"'),
    key: wordsOf(page, 'id="practice-key"'),
  })
}

test('every page says that it is a rehearsal', async () => {
  const { browser, page } = await signUp()
  expect(page.text).toContain('class="rehearsal"')
  for (const path of ['/register', '/go', '/wall', '/kiosk', '/staff', '/nowhere'])
    expect((await browser.open(path)).text).toContain('class="rehearsal"')
})

test('right metrics pass well within a minute', async () => {
  const { browser, page } = await signUp()
  await browser.send(`${page.path}/practice`, { ship: 'right' })
  const connected = await connect(browser, page)
  expect(attributeOf(connected, 'data-verdict')).toBe('not-yet')
  pass(15)
  const checked = await browser.send(`${page.path}/check-again`)
  expect(attributeOf(checked, 'data-verdict')).toBe('passed')
})

test('wrongly tagged metrics are named, and right ones cure it', async () => {
  const { browser, page } = await signUp()
  await browser.send(`${page.path}/practice`, { ship: 'wrong-tag' })
  expect((await connect(browser, page)).text).toContain('MB-TAG-NEAR-MISS')
  await browser.send(`${page.path}/practice`, { ship: 'right' })
  pass(15)
  const checked = await browser.send(`${page.path}/check-again`)
  expect(attributeOf(checked, 'data-verdict')).toBe('passed')
})

test('stopped metrics are named', async () => {
  const { browser, page } = await signUp()
  pass(10)
  await browser.send(`${page.path}/practice`, { ship: 'stopped' })
  expect((await connect(browser, page)).text).toContain('MB-STOPPED')
})

test('nothing else is named where nothing was shipped', async () => {
  const { browser, page } = await signUp()
  expect((await connect(browser, page)).text).toContain('MB-WAITING-FOR-DATA')
})

test('two visitors have clusters of their own', async () => {
  const [one, other] = [await signUp(), await signUp()]
  for (const mark of ['id="practice-address"', 'id="practice-key"'])
    expect(wordsOf(one.page, mark)).not.toBe(wordsOf(other.page, mark))
  await one.browser.send(`${one.page.path}/practice`, { ship: 'right' })
  expect((await connect(other.browser, other.page)).text).toContain('MB-WAITING-FOR-DATA')
})

test('only the practice clusters of this rehearsal may be dialled', async () => {
  const { browser, page } = await signUp()
  const key = wordsOf(page, 'id="practice-key"')
  const answer = await browser.send(`${page.path}/check`, { target: 'http://127.0.0.1:9200', key })
  expect(answer.status).toBe(400)
})
