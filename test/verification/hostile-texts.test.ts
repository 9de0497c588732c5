import { describe, expect, test } from '@jest/globals'
import { checkTag } from '../../src/registration/tag.ts'
import { compareTags, fold } from '../../src/verification/diagnosis/compare-tags.ts'
import { findTag } from '../../src/verification/diagnosis/find-tag.ts'
import { readPastedLine } from '../../src/verification/diagnosis/read-pasted-line.ts'
import { spellOut } from '../../src/verification/diagnosis/spell-out.ts'
import { parseApiKey } from '../../src/verification/key/parse-api-key.ts'
import {
  STRICT_POLICY,
  findTargetInPaste,
  parseTarget,
} from '../../src/verification/target/parse-target.ts'

const TAG = 'pycon-7h3vyz5t4'
const ADDRESS = 'https://my-dep.es.us-east-1.aws.found.io'
const MEGABYTE = 1_000_000
const LONGEST = { address: 1_024, paste: 16_384, key: 4_096, line: 32_768, tag: 128, shown: 64 }

/** What makes patterns go back and try again: runs of what they look for, that then end otherwise. */
const UNITS = [
  ...[
    ' ',
    '\n',
    '\t',
    '=',
    '%',
    '.',
    'a.',
    '-',
    ':',
    '"',
    '\\"',
    '{',
    '[',
    '(',
    '\u200b',
    '\ud800',
  ],
  ...['https://', 'found.io', 'a.found.io:', 'ApiKey ', 'basic ', 'curl -u', 'essu_', 'AAAA'],
  ...['elasticsearch(https://', 'Connection to ', ' Config OK x', 'yaml: line 1', 'pycon-', TAG],
]
const upTo = (length: number, unit: string) => unit.repeat(Math.ceil(length / unit.length))

function reasonOf(typed: string): string {
  const parsed = parseTarget(typed, STRICT_POLICY)
  return parsed.kind === 'refused' ? parsed.reason : parsed.kind
}

function keyCode(pasted: string): string {
  const parsed = parseApiKey(pasted)
  return parsed.kind === 'refused' ? parsed.code : parsed.kind
}

describe.each(UNITS)('a megabyte of %j', (unit) => {
  const text = upTo(MEGABYTE, unit)
  const isBlank = text.trim() === ''

  test('is no address, whatever stands around one', () => {
    expect(reasonOf(text)).toBe(isBlank ? 'empty' : 'too_long')
    expect(reasonOf(`${ADDRESS}/${text}x`)).toBe('too_long')
    expect(findTargetInPaste(`${text} ${ADDRESS}`, STRICT_POLICY)).toBeUndefined()
  })

  test('is no key', () => {
    expect(keyCode(text)).toBe(isBlank ? 'MB-KEY-EMPTY' : 'MB-KEY-UNREADABLE')
    expect(keyCode(`ApiKey ${text}x`)).toBe('MB-KEY-UNREADABLE')
  })

  test('is no line of Metricbeat’s, and hides what stands behind it', () => {
    const before = `${text}\nno outputs are defined, please define one`
    expect(readPastedLine(before).code).toBe('MB-LINE-UNKNOWN')
  })

  test('is near no tag, and shown in 64 signs', () => {
    expect(compareTags(TAG, text)).toBeUndefined()
    expect(findTag({ fields: { deep: [text] } }, TAG)).toBeUndefined()
    expect(fold(text).length).toBeLessThanOrEqual(LONGEST.tag)
    expect(checkTag(text)).toBe(false)
    expect(spellOut(text).replace(/⟨[a-z-]+⟩/g, '?').length).toBeLessThanOrEqual(LONGEST.shown)
  })
})

describe('each limit, and one more', () => {
  test('the fields of a document', () => {
    // The last given are looked at first; the fields and the list are two of the 200.
    const padded = (before: number) => ({
      fields: { deep: [TAG, ...Array<number>(before).fill(0)] },
    })
    expect(findTag(padded(197), TAG)).toBe('fields')
    expect(findTag(padded(198), TAG)).toBeUndefined()
  })

  test('an address', () => {
    const padded = (length: number) => `${ADDRESS}/${'a'.repeat(length - ADDRESS.length - 1)}`
    expect(reasonOf(padded(LONGEST.address))).toBe('shape')
    expect(reasonOf(padded(LONGEST.address + 1))).toBe('too_long')
  })

  test('a paste that holds one', () => {
    const padded = (length: number) => ADDRESS.padStart(length)
    expect(findTargetInPaste(padded(LONGEST.paste), STRICT_POLICY)).toBe(ADDRESS)
    expect(findTargetInPaste(padded(LONGEST.paste + 1), STRICT_POLICY)).toBeUndefined()
  })

  test('a key', () => {
    const key = btoa(`${'A'.repeat(20)}:${'B'.repeat(22)}`)
    expect(keyCode(key.padEnd(LONGEST.key))).toBe('key')
    expect(keyCode(key.padEnd(LONGEST.key + 1))).toBe('MB-KEY-UNREADABLE')
  })

  test('a line of a log', () => {
    const line = 'no outputs are defined, please define one'
    expect(readPastedLine(line.padStart(LONGEST.line)).code).toBe('MB-NO-OUTPUT')
    expect(readPastedLine(line.padStart(LONGEST.line + 1)).code).toBe('MB-LINE-UNKNOWN')
  })

  test('a tag that arrived', () => {
    const tagged = (length: number) => TAG.padEnd(length, '!')
    expect(compareTags(TAG, tagged(LONGEST.tag))).toBe('signs')
    expect(compareTags(TAG, tagged(LONGEST.tag + 1))).toBeUndefined()
  })
})
