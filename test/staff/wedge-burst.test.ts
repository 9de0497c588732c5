import { expect, test } from '@jest/globals'
import { createBurst, type KeyStroke } from '../../src/staff/wedge-burst.ts'

const CODE = [
  'KeyK',
  'Digit7',
  'KeyM',
  'Digit2',
  'KeyX',
  'Digit9',
  'KeyQ',
  'KeyP',
  'Numpad4',
  'KeyJ',
]

/** Types keys `gapMs` apart, ended by `end`. @returns what the last key gave */
function typed(codes: readonly string[], gapMs: number, end = 'Enter'): string | undefined {
  const burst = createBurst()
  const strokes = [...codes, end].map((code, place): KeyStroke => ({
    code,
    isShifted: false,
    atMs: place * gapMs,
  }))
  return strokes.map((stroke) => burst.take(stroke)).at(-1)
}

test.each(['Enter', 'NumpadEnter', 'Tab'])('a scanner’s keys are one text, ended by %s', (end) => {
  expect(typed(CODE, 20, end)).toBe('K7M2X9QP4J')
})

test('a slow scanner is still a scanner, a person is not', () => {
  expect(typed(CODE, 100)).toBe('K7M2X9QP4J')
  expect(typed(CODE, 101)).toBeUndefined()
})

test('fewer keys than a code has are somebody typing fast', () => {
  expect(typed(CODE.slice(1), 20)).toBeUndefined()
})

test('what was typed before a pause does not belong to the scan', () => {
  const burst = createBurst()
  burst.take({ code: 'KeyA', isShifted: false, atMs: 0 })
  const after = [...CODE, 'Enter'].map((code, place) =>
    burst.take({ code, isShifted: false, atMs: 500 + place * 10 }),
  )
  expect(after.at(-1)).toBe('K7M2X9QP4J')
})

test('two scans do not run together', () => {
  const burst = createBurst()
  const texts = [...CODE, 'Enter', ...CODE, 'Tab'].map((code, place) =>
    burst.take({ code, isShifted: false, atMs: place * 10 }),
  )
  expect(texts.filter((text) => text !== undefined)).toEqual(['K7M2X9QP4J', 'K7M2X9QP4J'])
})

test('a link keeps its signs; Shift and Control add nothing', () => {
  const burst = createBurst()
  const strokes = ['ShiftLeft', 'Semicolon', 'Slash', 'Period', 'ControlLeft', 'Digit3', 'Minus']
  for (const [place, code] of strokes.entries())
    burst.take({ code, isShifted: code === 'Semicolon' || code === 'Digit3', atMs: place })
  for (const [place, code] of CODE.entries())
    burst.take({ code, isShifted: true, atMs: 10 + place })
  const text = burst.take({ code: 'Enter', isShifted: false, atMs: 30 })
  expect(text).toMatch(/^:\/\.#-K/)
})
