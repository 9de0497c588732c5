import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { languages } from './render-view.ts'

const folder = join(import.meta.dirname, '../../locales')
const features = [...new Set(languages.flatMap((language) => readdirSync(join(folder, language))))]

/** Key → its placeholders; plural forms of one text count as one, since languages differ in how many they have. */
function textsOf(language: string, feature: string): Record<string, string> {
  const file = readFileSync(join(folder, language, feature), 'utf8')
  const found = new Map<string, Set<string>>()
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, key ? `${key}.${name}` : name)
    else {
      const one = key.replace(/_(zero|one|other)$/, '')
      const placeholders = found.get(one) ?? new Set()
      for (const [placeholder] of String(value).matchAll(/\{\{[^}]*\}\}/g))
        placeholders.add(placeholder)
      found.set(one, placeholders)
    }
  }
  walk(JSON.parse(file), '')
  return Object.fromEntries(
    [...found].sort().map(([key, names]) => [key, [...names].sort().join(' ')]),
  )
}

test.each(features)('%s says the same things in every language', (feature) => {
  const [first, ...others] = languages.map((language) => textsOf(language, feature))
  for (const other of others) expect(other).toEqual(first)
})

test.each(languages.flatMap((language) => features.map((feature) => [language, feature])))(
  '%s/%s has no empty text',
  (language, feature) => {
    const texts: unknown = JSON.parse(readFileSync(join(folder, language, feature), 'utf8'))
    expect(JSON.stringify(texts)).not.toMatch(/:\s*"\s*"/)
  },
)

test('no Korean particle follows a variable: it would have to change with it', () => {
  const particle = /\}\}\s*(?:을|를|이|가|은|는|와|과|으로|로)(?=[\s.,!?"]|$)/
  for (const feature of features)
    expect(readFileSync(join(folder, 'ko', feature), 'utf8')).not.toMatch(particle)
})
