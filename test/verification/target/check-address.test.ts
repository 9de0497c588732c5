import { expect, test } from '@jest/globals'
import { checkAddress, splitLines } from '../../../src/commands/check-address.ts'
import { inputTable } from './input-table.ts'

test('answers every line with one line, in order', async () => {
  const input = [
    'https://MY-dep.es.us-east-1.aws.found.io/\r\n',
    '\n',
    '\r\n',
    'https://127.1\n',
    'https://x.example.com\u2028https://y.found.io\n',
    'https://x.example.com\n',
    'https://a.found.io\rhttps://b.found.io\n',
    'https://x.found.io:9243',
  ].join('')
  expect(await answers(input, false)).toEqual([
    'accepted my-dep.es.us-east-1.aws.found.io:443',
    'refused empty',
    'refused empty',
    'refused parser_disagrees',
    'refused bad_chars',
    'refused not_allowlisted',
    'refused bad_chars',
    'accepted x.found.io:9243',
  ])
})

test('open mode lets any public name pass to the address check', async () => {
  expect(await answers('https://x.example.com\n', true)).toEqual(['accepted x.example.com:443'])
})

test('never cuts an address out of a paste and takes no rehearsal origin', async () => {
  expect(await answers('hosts: ["https://x.found.io"]\nhttp://127.0.0.1:9208\n', false)).toEqual([
    'refused bad_chars',
    'refused scheme',
  ])
})

test('one answer for each of the table’s lines, however the stream is cut', async () => {
  const rows = inputTable.filter(({ input }) => typeof input === 'string' && !input.includes('\n'))
  const text = rows.map(({ input }) => `${String(input)}\n`).join('')
  const whole = await answers(text, false)
  expect(whole).toHaveLength(rows.length)
  expect(whole).toEqual(
    rows.map(({ verdict }) =>
      verdict.startsWith('allow ') ? verdict.replace('allow', 'accepted') : `refused ${verdict}`,
    ),
  )
  expect(await answers(text, false, 7)).toEqual(whole)
})

async function answers(input: string, open: boolean, chunk = input.length): Promise<string[]> {
  const written: string[] = []
  const lines = splitLines(inPieces(input, chunk))
  await checkAddress({ lines, open, write: (line) => written.push(line) })
  return written
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream arrives asynchronously
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += Math.max(size, 1)) yield text.slice(at, at + size)
}
