import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'

const journey = prepareJourney()

test('a typed code leads to the same answer; a typing error is named and nothing is handed over', async () => {
  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Jun', shirt: 'blue-S' })
  const { page: staff, expectComplaint } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })

  expectComplaint(/400/)
  await typeCode(staff, swapped(code))
  await staff.getByRole('heading', { name: 'Typing error' }).waitFor()
  await staff.getByRole('link', { name: 'Next scan' }).click()

  await typeCode(staff, code.toLowerCase())
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
  await staff.getByRole('link', { name: 'Not now' }).click()
  await staff.getByText('Looked up').first().waitFor()

  await typeCode(staff, code)
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  await staff.getByRole('button', { name: 'Undo' }).click()
  await staff.getByText('Undone').waitFor()
  await attendee.getByText('Show this at the booth.').waitFor()
}, 40_000)

test('a scanner that types is understood whatever layout or input mode is on, and presses no button', async () => {
  const { page: attendee } = await journey.arrive()
  const code = await claim(attendee, journey.booth(), { nickname: 'Sol', shirt: 'pink-M' })
  const { page: staff } = await enrolStaff(journey, { name: 'Lee', role: 'scan' })
  // The button is there as soon as the page's script is.
  await staff.getByRole('button', { name: 'Start scanning' }).waitFor()

  expect(await scanByKeyboard(staff, code.replace('-', ''), 'ㅁ')).toBe('Enter was taken')
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()

  // The same scan again while *Hand over* has the focus looks up; it must not hand over.
  await staff.getByRole('button', { name: 'Hand over' }).focus()
  expect(await scanByKeyboard(staff, `https://booth.example/#${code}`, 'Unidentified')).toBe(
    'Enter was taken',
  )
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
  expect(await handed()).toBe(0)
}, 40_000)

async function typeCode(staff: Page, code: string): Promise<void> {
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
}

/** The first two different neighbours swapped: the commonest mistake in typing. */
function swapped(code: string): string {
  const place = Array.from(code).findIndex((symbol, at) => at > 0 && symbol !== code[at - 1])
  return (
    code.slice(0, place - 1) + (code[place] ?? '') + (code[place - 1] ?? '') + code.slice(place + 1)
  )
}

/** Keys go down within a millisecond, as a scanner's do; `key` is what the layout makes of each of them. */
function scanByKeyboard(staff: Page, text: string, key: string): Promise<string> {
  return staff.evaluate(
    ({ text: keys, key: written }) => {
      const signs: Record<string, [string, boolean]> = {
        '/': ['Slash', false],
        ':': ['Semicolon', true],
        '.': ['Period', false],
        '#': ['Digit3', true],
        '-': ['Minus', false],
      }
      const press = (code: string, shiftKey = false) =>
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent('keydown', {
            key: written,
            code,
            shiftKey,
            bubbles: true,
            cancelable: true,
          }),
        )
      for (const symbol of keys) {
        const [code, isShifted] = signs[symbol] ?? [
          /\d/.test(symbol) ? `Digit${symbol}` : `Key${symbol.toUpperCase()}`,
          false,
        ]
        press(code, isShifted)
      }
      return press('Enter') ? 'Enter went on' : 'Enter was taken'
    },
    { text, key },
  )
}

async function handed(): Promise<number> {
  const lines = await journey.booth().booth.stock.overview()
  return lines.reduce((sum, line) => sum + line.handed, 0)
}
