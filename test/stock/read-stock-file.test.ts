import { describe, expect, test } from '@jest/globals'
import { readStockFile } from '../../src/stock/read-stock-file.ts'

const known = ['M', '2XL'].flatMap((size) => [
  { sku: `black-${size}`, size, colours: ['black', '검정', 'Black', 'ブラック'] },
  { sku: `blue-${size}`, size, colours: ['blue', '파랑', 'Blue', 'ブルー'] },
])
const read = (text: string) => readStockFile(text, known)
const problemsOf = (text: string) =>
  read(text).problems.map(({ line, column = '', fault, found = '' }) => [
    line,
    column,
    fault,
    found,
  ])

describe('a file of stock', () => {
  test.each([
    ['by sku', 'sku,quantity\nblack-M,20\nBLUE-2xl,3'],
    [
      'by colour and size, in Korean, as Excel saves it',
      '\uFEFF색상;사이즈;수량\r\n검정;M;20\r\n파랑;2XL;3\r\n',
    ],
    ['in Japanese', 'カラー,サイズ,数量\nブラック,M,20\nブルー,2XL,3'],
    ['with wide digits and thousands', 'sku,qty\nblack-M,２０\nblue-2XL,3.0'],
  ])('%s', (_name, text) => {
    const file = read(text)
    expect(file).toMatchObject({ kind: 'quantity', problems: [], unread: [] })
    expect([...file.numbers]).toEqual([
      ['black-M', 20],
      ['blue-2XL', 3],
    ])
  })

  test.each(['counted', '센 수', '数えた数'])('a column %s makes it a count', (counted) => {
    expect(read(`sku,${counted}\nblack-M,3`)).toMatchObject({
      kind: 'counted',
      numbers: new Map([['black-M', 3]]),
    })
  })

  test('a column counted makes it a count; what is not read is said', () => {
    expect(read('sku,colour,size,available,counted\nblack-M,black,M,3,"1,200"')).toMatchObject({
      kind: 'counted',
      numbers: new Map([['black-M', 1200]]),
      unread: ['available'],
    })
  })

  test('a number that could mean two things is refused', () => {
    for (const number of ['1.200', '1.000', '2-3', '12,34', '３.5', '0x10', '1e3'])
      expect(problemsOf(`sku,constructor,quantity\nblack-M,,"${number}"`)).toEqual([
        [2, 'quantity', 'number', number],
      ])
  })

  test('every problem at once, by line and column', () => {
    expect(
      problemsOf('SKU,Quantity\nblack-M,x\ngreen-M,1\n,2\nblue-M,\nblack-M,-1\nblue-2XL,1.5,9'),
    ).toEqual([
      [2, 'Quantity', 'number', 'x'],
      [3, 'SKU', 'unknown-shirt', 'green-M'],
      [4, 'SKU', 'missing', ''],
      [5, 'Quantity', 'missing', ''],
      [6, 'SKU', 'twice', 'black-M'],
      [6, 'Quantity', 'number', '-1'],
      [7, '', 'too-many-cells', ''],
      [7, 'Quantity', 'number', '1.5'],
    ])
  })

  test.each([
    ['', [[1, '', 'no-lines', '']]],
    ['sku,quantity', [[1, '', 'no-lines', '']]],
    ['black-M,20', [[1, '', 'no-header', '']]],
    ['colour,quantity\nblack,1', [[1, '', 'no-shirt-column', '']]],
    ['sku,number\nblack-M,1', [[1, '', 'no-number-column', '']]],
    ['sku,quantity,counted\nblack-M,1,1', [[1, '', 'both-number-columns', '']]],
    ['sku,qty,quantity\nblack-M,1,1', [[1, 'quantity', 'column-twice', '']]],
    ['sku,quantity\nblack-M,"1', [[2, '', 'quote', '']]],
    [
      'sku,quantity\nbl\uFFFDck-M,1',
      [
        [1, '', 'not-utf8', ''],
        [2, 'sku', 'unknown-shirt', 'bl\uFFFDck-M'],
      ],
    ],
  ])('%j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })
})
