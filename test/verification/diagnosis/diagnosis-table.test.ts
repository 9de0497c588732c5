import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { diagnosisTable } from '../support/diagnosis-table.ts'

/** The formatter only pads the cells. */
function unpadded(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/ +/g, ' ').replace(/-{3,}/g, '---'))
  return lines.filter((line) => line.trim() !== '')
}

test('docs/diagnosis.md is what the code and the tests say', () => {
  const page = readFileSync(new URL('../../../docs/diagnosis.md', import.meta.url), 'utf8')
  expect(unpadded(page)).toEqual(unpadded(diagnosisTable()))
})
