import { describe, expect, test } from '@jest/globals'
import { causeCodes, causes } from '../../../src/verification/diagnosis/causes.ts'
import { DIFFERENCES } from '../../../src/verification/diagnosis/compare-tags.ts'
import {
  type CauseWords,
  diagnosisWords,
} from '../../../src/verification/diagnosis/diagnosis-words.ts'
import { MARKS, spellOut, wordMarks } from '../../../src/verification/diagnosis/spell-out.ts'

const languages = ['ko', 'en', 'ja'] as const
const FIELDS = ['title', 'saw', 'do', 'command', 'staff'] as const

function placeholdersIn(text: string | undefined): string[] {
  const names = Array.from((text ?? '').matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name)
  return [...new Set(names)].sort()
}

function wordsOf(
  language: (typeof languages)[number],
  code: (typeof causeCodes)[number],
): CauseWords {
  return diagnosisWords[language][code]
}

describe.each(languages)('the words in %s', (language) => {
  test('are there for every code, and for no other', () => {
    const { differences, marks, ...entries } = diagnosisWords[language]
    expect(Object.keys(entries).sort()).toEqual([...causeCodes].sort())
    expect(Object.keys(differences).sort()).toEqual([...DIFFERENCES].sort())
    expect(Object.keys(marks).sort()).toEqual([...MARKS].sort())
  })

  test.each(causeCodes)(
    '%s: every field says something and uses only what the cause knows',
    (code) => {
      const words = wordsOf(language, code)
      const known: readonly string[] = causes[code].params
      expect(
        Object.keys(words).filter((field) => !(FIELDS as readonly string[]).includes(field)),
      ).toEqual([])
      for (const [field, text] of Object.entries(words)) {
        expect([field, text.trim().length > 1]).toEqual([field, true])
        expect([field, placeholdersIn(text).filter((name) => !known.includes(name))]).toEqual([
          field,
          [],
        ])
      }
    },
  )

  test.each(causeCodes)('%s: the same placeholders and command as in Korean', (code) => {
    const korean = wordsOf('ko', code)
    const words = wordsOf(language, code)
    expect(words.command).toBe(korean.command)
    for (const field of ['title', 'saw', 'do', 'staff'] as const) {
      expect([field, placeholdersIn(words[field])]).toEqual([field, placeholdersIn(korean[field])])
    }
  })
})

test('no value that a cause carries is left unsaid', () => {
  const unsaid = causeCodes.flatMap((code) => {
    const said = Object.values(wordsOf('en', code)).flatMap(placeholdersIn)
    const names: readonly string[] = causes[code].params
    return names.filter((name) => !said.includes(name)).map((name) => `${code} ${name}`)
  })
  expect(unsaid).toEqual([])
})

test('no Korean particle hangs on a value whose last letter we cannot know', () => {
  const hanging = causeCodes.filter((code) =>
    Object.values(wordsOf('ko', code)).some((text) =>
      /\}\}[)”"]? ?(?:을|를|이|가|은|는|와|과|으로|로)(?![가-힣])/.test(text),
    ),
  )
  expect(hanging).toEqual([])
})

test('Korean and Japanese are written in their own letters', () => {
  for (const code of causeCodes) {
    expect([code, /[가-힣]/.test(wordsOf('ko', code).title)]).toEqual([code, true])
    expect([code, /[\u3040-\u30ff\u4e00-\u9fff]/.test(wordsOf('ja', code).title)]).toEqual([
      code,
      true,
    ])
  }
})

test('a mark is named in the reader’s language', () => {
  expect(wordMarks(spellOut(' x'), diagnosisWords.ko.marks)).toBe('⟨빈칸⟩x')
  expect(wordMarks(spellOut('“x'), diagnosisWords.en.marks)).toBe('⟨curved quote⟩x')
})
