import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseCsv, toCsv } from '../../src/shared/csv.ts'

describe('reading CSV', () => {
  test.each([
    ['commas', 'a,b\n1,2\n'],
    ['semicolons', 'a;b\r\n1;2'],
    ['tabs', 'a\tb\r1\t2\r'],
    ['a byte order mark', '\uFEFFa,b\n1,2'],
    ['quotes', '"a","b"\n"1","2"'],
  ])('%s', (_name, text) => {
    expect(parseCsv(text)).toEqual({
      rows: [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['1', '2'] },
      ],
    })
  })

  test('a quoted cell may hold the delimiter, quotes and line ends; lines are counted as editors do', () => {
    const text = 'a,b\n\n"x, ""y""\nz",2\n3,4'
    expect(parseCsv(text).rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x, "y"\nz', '2'] },
      { line: 5, cells: ['3', '4'] },
    ])
  })

  test('a quote that never ends is named by the line it begins on', () => {
    expect(parseCsv('a,b\n1,"2\n3,4')).toMatchObject({ unclosed: 2 })
  })
})

describe('writing CSV', () => {
  test.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', ' =1', '\n@x'])(
    'a text like %j cannot become a formula',
    (text) => {
      const [row] = parseCsv(toCsv([[text, 'x']])).rows
      expect(row?.cells[0]).toBe(`'${text}`)
    },
  )

  test('numbers stay numbers, Korean opens as Korean', () => {
    expect(toCsv([['색상', -3]])).toBe('\uFEFF색상,-3\r\n')
  })

  test('whatever is written is read again', () => {
    const harmless = fc.string({ unit: 'grapheme' }).map((text) => `x${text}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, harmless), { minLength: 1 }), (rows) => {
        expect(parseCsv(toCsv([['a', 'b'], ...rows])).rows.map(({ cells }) => cells)).toEqual([
          ['a', 'b'],
          ...rows,
        ])
      }),
    )
  })
})
