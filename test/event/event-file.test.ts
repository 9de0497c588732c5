import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { EventFileError, parseEvent, readEventFile } from '../../src/event/event-file.ts'

const SAMPLE = readFileSync('events/pycon.yaml', 'utf8')
const TWO = readFileSync('events/two-missions.yaml', 'utf8')

/** What `parseEvent` complains of in `sample` with `old` replaced by `changed`. */
function complaint(old: string | RegExp, changed: string, sample = SAMPLE): string[] {
  const text = sample.replace(old, changed)
  if (text === sample) throw new Error(`the sample holds no ${String(old)}`)
  try {
    parseEvent(text, 'my.yaml')
  } catch (error) {
    if (error instanceof EventFileError) return error.message.split('\n')
    throw error
  }
  return []
}

function lineOf(part: string, sample: string): number {
  return sample.slice(0, sample.indexOf(part)).split('\n').length
}

type Expected = { at: string; field: string; expected: RegExp; sample: string }

function expectComplaint(lines: string[], { at, field, expected, sample }: Expected) {
  const own = lines.find((line) => line.includes(`: ${field}: `)) ?? lines.join('\n')
  expect(own).toMatch(new RegExp(`^my\\.yaml:\\d+: ${field.replaceAll('.', '\\.')}: `))
  expect(own.split(`: ${field}: `)[1]).toMatch(expected)
  const line = Number(/^my\.yaml:(\d+):/.exec(own)![1])
  // Where a thing is missing there is no line of its own: the thing around it stands in.
  expect(Math.abs(line - lineOf(at, sample))).toBeLessThanOrEqual(1)
}

test('the sample is right', () => {
  expect(readEventFile('events/pycon.yaml')).toMatchObject({ id: 'pycon', timeZone: 'Asia/Seoul' })
})

/** [what, old, new, the line in the sample, the field, what was expected] */
const broken: [string, string | RegExp, string, string, string, RegExp][] = [
  ['an id in capitals', 'id: pycon #', 'id: PyCon #', 'id: pycon', 'id', /small letters/],
  [
    'more kept for later days than there is',
    'keepForLaterDays: 0',
    'keepForLaterDays: 101',
    'keepForLaterDays',
    'shirts.keepForLaterDays',
    /100/,
  ],
  ['an id too long', 'id: pycon #', 'id: pyconkorea2026xx #', 'id: pycon', 'id', /at most 15/],
  [
    'a language missing in a title',
    '  ja: PyCon Korea ブースミッション\n',
    '',
    '  ko: 파이콘',
    'title.ja',
    /string/,
  ],
  [
    'an empty text',
    'en: PyCon Korea Booth Mission',
    "en: ' '",
    'en: PyCon',
    'title.en',
    />=1|small|least/,
  ],
  [
    'a time zone nobody knows',
    'Asia/Seoul',
    'Asia/Soul',
    'timeZone:',
    'timeZone',
    /time zone such as Asia\/Seoul/,
  ],
  [
    'a language we do not speak',
    '[ko, en, ja]',
    '[ko, fr]',
    'languages:',
    'languages.1',
    /"ko"\|"en"\|"ja"/,
  ],
  ['a language twice', '[ko, en, ja]', '[ko, ko]', 'languages:', 'languages', /twice/],
  ['no language', '[ko, en, ja]', '[]', 'languages:', 'languages', />=1/],
  ['a day that is none', '2026-11-28', '2026-11-31', 'date: 2026-11-28', 'days.0.date', /date/],
  ['a day twice', '2026-11-29', '2026-11-28', '  - { date: 2026-11-28', 'days', /twice/],
  [
    'a time that is none',
    "opens: '09:30', closes: '18:00'",
    "opens: '9:30', closes: '18:00'",
    'date: 2026-11-28',
    'days.0.opens',
    /09:30/,
  ],
  [
    'closing before opening',
    "closes: '17:00'",
    "closes: '09:00'",
    'date: 2026-11-29',
    'days.1.closes',
    /later than opens/,
  ],
  ['no documents', 'documents: 20', 'documents: 0', 'documents: 20', 'missions.0.documents', />=1/],
  [
    'documents in words',
    'documents: 20',
    'documents: many',
    'documents: 20',
    'missions.0.documents',
    /number/,
  ],
  ['half a second', 'seconds: 60', 'seconds: 0.5', 'seconds: 60', 'missions.0.seconds', /int/],
  [
    'a mission of another kind',
    'kind: metricbeat',
    'kind: filebeat',
    'kind: metricbeat',
    'missions.0.kind',
    /"metricbeat"/,
  ],
  [
    'a mission without a name in Japanese',
    ', ja: メトリクスを送る }',
    ' }',
    '    name: { ko: 지표 보내기',
    'missions.0.name.ja',
    /string/,
  ],
  [
    'a mission that earns nothing',
    'earns: [shirts]',
    'earns: []',
    'earns: [shirts]',
    'missions.0.earns',
    />=1/,
  ],
  [
    'a mission that earns what there is not',
    'earns: [shirts]',
    'earns: [shirts, mug]',
    'earns: [shirts]',
    'missions.0.earns.1',
    /one of shirts$/,
  ],
  [
    'a mission that earns one thing twice',
    'earns: [shirts]',
    'earns: [shirts, shirts]',
    'earns: [shirts]',
    'missions.0.earns',
    /twice/,
  ],
  [
    'a mission alone, not in a list',
    'missions: #',
    'mission: #',
    'missions: #',
    'mission',
    /not a setting/,
  ],
  [
    'no shirts on any day',
    '  lowStock: 5',
    '  perDay: 0\n  lowStock: 5',
    '  lowStock: 5',
    'shirts.perDay',
    />=1/,
  ],
  [
    'a version that is none',
    '9.2.1',
    'latest',
    'defaultVersion',
    'missions.0.defaultVersion',
    /9\.2\.1/,
  ],
  [
    'a typing error in a name',
    'freshnessSeconds',
    'freshnesSeconds',
    'freshnessSeconds',
    'missions.0.freshnesSeconds',
    /not a setting/,
  ],
  [
    'a name of nobody’s',
    'claims:\n',
    'claims:\n  nights: 3\n',
    '  holdMinutes',
    'claims.nights',
    /not a setting/,
  ],
  [
    'a hold without end',
    'holdMinutes: 240',
    'holdMinutes: 0',
    'holdMinutes',
    'claims.holdMinutes',
    />=1/,
  ],
  [
    'a colour that is none',
    "'#1d1d21'",
    'black',
    "hex: '#1d1d21'",
    'shirts.colours.0.hex',
    /#1d1d21/,
  ],
  [
    'a size without a number',
    'XS: 5, S: 20,',
    'XS: 5,',
    'stock: { XS: 5, S: 20',
    'shirts.colours.0.stock',
    /no number for size S/,
  ],
  [
    'a number for no size',
    'XS: 5, S: 20,',
    'XS: 5, XXS: 1, S: 20,',
    'stock: { XS: 5, S: 20',
    'shirts.colours.0.stock.XXS',
    /not one of the sizes/,
  ],
  [
    'less than nothing in stock',
    'XS: 5, S: 20,',
    'XS: -5, S: 20,',
    'stock: { XS: 5, S: 20',
    'shirts.colours.0.stock.XS',
    />=0/,
  ],
  ['two colours of one id', 'id: blue', 'id: black', '  colours:', 'shirts.colours', /same id/],
  [
    'a size with a hyphen',
    '[XS, S, M, L, XL, 2XL, 3XL]',
    '[XS, S, M, L, XL, 2XL, 3XL, X-L]',
    'sizes:',
    'shirts.sizes.7',
    /M or 2XL/,
  ],
  [
    'a size twice',
    '[XS, S, M, L, XL, 2XL, 3XL]',
    '[XS, S, M, L, XL, 2XL, 3XL, M]',
    'sizes:',
    'shirts.sizes',
    /twice/,
  ],
  [
    'keeping data for a year',
    'retentionDays: 7',
    'retentionDays: 365',
    'retentionDays',
    'privacy.retentionDays',
    /<=30/,
  ],
]

describe.each(broken)('%s', (...[, old, changed, at, field, expected]) => {
  test('stops the start with file, line, field and what was expected', () => {
    expectComplaint(complaint(old, changed), { at, field, expected, sample: SAMPLE })
  })
})

test.each([
  ['yes', true],
  ['no', false],
  ['true', true],
])('picking up for a friend: %s', (word, may) => {
  const text = SAMPLE.replace('pickUpForFriend: yes', `pickUpForFriend: ${word}`)
  expect(parseEvent(text, 'my.yaml').claims.pickUpForFriend).toBe(may)
})

test('an event that does not speak of friends has none', () => {
  const text = SAMPLE.replace(/ {2}pickUpForFriend.*\n/, '')
  expect(parseEvent(text, 'my.yaml').claims.pickUpForFriend).toBe(false)
  expect(complaint('pickUpForFriend: yes', 'pickUpForFriend: maybe')[0]).toMatch(
    /claims\.pickUpForFriend: yes or no/,
  )
})

/** The same of the sample with two missions and a mug. */
const brokenPrizes: typeof broken = [
  [
    'two missions of one id',
    'id: long',
    'id: quick',
    'missions:',
    'missions',
    /two missions have the same id/,
  ],
  [
    'a prize called like a colour',
    '- id: mug',
    '- id: black',
    '- id: mug',
    'prizes.0.id',
    /colour/,
  ],
  [
    'a prize called like the shirts',
    '- id: mug',
    '- id: shirts',
    '- id: mug',
    'prizes.0.id',
    /shirts’ own/,
  ],
  [
    'two prizes of one id',
    /prizes:.*\n/,
    `prizes:\n  - { id: mug, name: { ko: 컵, en: Mug, ja: マグ }, stock: 1 }\n`,
    'prizes:',
    'prizes',
    /two prizes have the same id/,
  ],
  ['a prize with sizes', 'stock: 40', 'stock: { M: 40 }', 'stock: 40', 'prizes.0.stock', /number/],
  ['a prize without stock', '    stock: 40\n', '', '- id: mug', 'prizes.0.stock', /number/],
  [
    'a prize without a name',
    / {4}name: \{ ko: 머그컵.*\n/,
    '',
    '- id: mug',
    'prizes.0.name',
    /object/,
  ],
  ['half a mug a day', 'perDay: 25', 'perDay: 0.5', 'perDay: 25', 'prizes.0.perDay', /int/],
  ['a prize’s colour in words', "'#f0b000'", 'yellow', "hex: '#f0b000'", 'prizes.0.hex', /#1d1d21/],
  [
    'a prize taken out that a mission still earns',
    /prizes:[\s\S]*?\n\n/,
    '',
    'earns: [mug]',
    'missions.0.earns.0',
    /one of shirts$/,
  ],
]

describe.each(brokenPrizes)('with several missions and prizes, %s', (...row) => {
  const [, old, changed, at, field, expected] = row
  test('stops the start with file, line, field and what was expected', () => {
    expectComplaint(complaint(old, changed, TWO), { at, field, expected, sample: TWO })
  })
})

test('the sample with two missions says what each earns, and how many a day', () => {
  expect(readEventFile('events/two-missions.yaml')).toMatchObject({
    missions: [
      { id: 'quick', earns: ['mug'] },
      { id: 'long', earns: ['shirts', 'mug'] },
    ],
    prizes: [{ id: 'mug', stock: 40, perDay: 25 }],
    shirts: { perDay: 120 },
  })
})

test('an event without prizes has none, and no limit a day', () => {
  const event = readEventFile('events/pycon.yaml')
  expect(event.prizes).toEqual([])
  expect(event.shirts.perDay).toBeUndefined()
})

test('every mistake is named at once', () => {
  const text = SAMPLE.replace('documents: 20', 'documents: 0')
    .replace('Asia/Seoul', 'Nowhere')
    .replace("'#1d1d21'", 'x')
  expect(() => parseEvent(text, 'my.yaml')).toThrow(/timeZone[\s\S]*documents[\s\S]*hex/)
})

test.each([
  ['an open bracket', SAMPLE.replace('[ko, en, ja]', '[ko, en'), /^my\.yaml:\d+: not valid YAML: /],
  [
    'a tab at the beginning',
    SAMPLE.replace('  ko: 파이콘', '\tko: 파이콘'),
    /^my\.yaml:\d+: not valid YAML: /,
  ],
  ['a key twice', `${SAMPLE}\nid: other\n`, /^my\.yaml:\d+: not valid YAML: .*unique/i],
  ['two documents', `${SAMPLE}\n---\nid: other\n`, /^my\.yaml:\d+: not valid YAML: /],
  ['nothing', '', /^my\.yaml:1: the file: /],
  ['a list', '- a\n- b\n', /^my\.yaml:1: the file: /],
  ['an alias of nothing', SAMPLE.replace('documents: 20', 'documents: *none'), /^my\.yaml:\d+: /],
  ['aliases that multiply', bomb(), /^my\.yaml:1: the file: too many aliases/],
])('%s is said to be so, with its line', (_what, text, message) => {
  expect(() => parseEvent(text, 'my.yaml')).toThrow(EventFileError)
  expect(() => parseEvent(text, 'my.yaml')).toThrow(message)
})

test('a file that is not there is named, and where the name comes from', () => {
  expect(() => readEventFile('events/nothing.yaml')).toThrow(
    /^events\/nothing\.yaml: cannot be read\. .*EVENT_FILE/,
  )
})

/** Ten lists of ten times the one before. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 10; level++)
    lines.push(
      `a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`,
    )
  return lines.join('\n')
}

test('what is kept for all later days together is at most everything', () => {
  const third = "closes: '17:00' }\n  - { date: 2026-11-30, opens: '09:30', closes: '17:00' }"
  const text = SAMPLE.replace("closes: '17:00' }", third)
  const keep = (percent: number) => () =>
    parseEvent(text.replace('keepForLaterDays: 0', `keepForLaterDays: ${percent}`), 'my.yaml')
  expect(keep(50)).not.toThrow()
  expect(keep(51)).toThrow(/shirts\.keepForLaterDays: more than everything/)
})

test('a file that says nothing of later days keeps nothing for them', () => {
  const text = SAMPLE.replace(/  keepForLaterDays: .*\n/, '')
  expect(parseEvent(text, 'my.yaml').shirts.keepForLaterDays).toBe(0)
})
