import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { shirtColours, shirtInitials } from '../../src/event/shirt-colours.ts'

const folder = join(import.meta.dirname, '../../public')
const css = readFileSync(join(folder, 'booth.css'), 'utf8')

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}
function tokens(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6});/g)].map(([, name, hex]) => [
      name!,
      hex!.length === 4 ? hex!.replace(/\w/g, '$&$&') : hex!,
    ]),
  )
}
const themes = css.slice(css.indexOf('@layer tokens'), css.indexOf('@layer base'))
const [light, dark] = themes.split('prefers-color-scheme: dark').map(tokens)

describe.each([
  ['light', light!],
  ['dark', { ...light, ...dark }],
])('%s theme', (_name, theme) => {
  test('reads well', () => {
    expect(contrast(theme['ink']!, theme['paper']!)).toBeGreaterThan(15)
    for (const ground of ['paper', 'sheet'])
      for (const text of ['quiet', 'go', 'wait', 'stop', 'act'])
        expect([text, contrast(theme[text]!, theme[ground]!) >= 4.5]).toEqual([text, true])
    expect(contrast(theme['act']!, theme['act-ink']!)).toBeGreaterThan(4.5)
    expect(contrast(theme['edge']!, theme['paper']!)).toBeGreaterThan(3)
  })
})

test('one stylesheet, small, and nothing from another host', () => {
  expect(css.length).toBeLessThan(34 * 1024)
  expect(css).not.toMatch(/url\(|@import|http/)
  expect(readdirSync(folder).filter((file) => file.endsWith('.css'))).toEqual(['booth.css'])
})

test('three short sounds', () => {
  const sounds = readdirSync(join(folder, 'sounds'))
  expect(sounds.sort()).toEqual(['handed-over.wav', 'refused.wav', 'unsure.wav'])
  for (const sound of sounds)
    expect(statSync(join(folder, 'sounds', sound)).size).toBeLessThan(20_000)
})

test('the shirts are the colours of the event, with ink that can be read on them', () => {
  const cloths = ['#1d1d21', '#1f4fd8', '#58d8b4', '#ff6fa5'].map((hex) => ({ id: 'one', hex }))
  for (const cloth of cloths) {
    const [, shirt, ink] = /--shirt:(\S+);--shirt-ink:(\S+)\}/.exec(shirtColours([cloth]))!
    expect(shirt).toBe(cloth.hex)
    expect(contrast(shirt!, ink!)).toBeGreaterThan(4.5)
  }
  expect(shirtColours([{ id: 'mint', hex: '#58d8b4' }])).toMatch(/^\.shirt-mint\{/)
})

test('no two shirts carry the same letters', () => {
  expect(shirtInitials(['Black', 'Blue', 'Mint', 'Pink'])).toEqual(['Bk', 'Be', 'M', 'P'])
  expect(shirtInitials(['검정', '파랑', '민트', '분홍'])).toEqual(['검', '파', '민', '분'])
  expect(shirtInitials(['ブラック', 'ブルー', 'ミント'])).toEqual(['ブラ', 'ブル', 'ミ'])
  expect(shirtInitials(['👩‍💻', 'x'])).toEqual(['👩‍💻', 'x'])
})
