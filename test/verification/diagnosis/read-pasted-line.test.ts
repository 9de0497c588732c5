import { describe, expect, test } from '@jest/globals'
import { readPastedLine } from '../../../src/verification/diagnosis/read-pasted-line.ts'
import { printedLines } from '../support/recorded.ts'

const paramsOf = (line: string) => readPastedLine(line).params

/** In which line of the recorded file the blanks are wrong. */
test.each([
  ['M:tag-bad-indentation', 9],
  ['M:tag-one-blank-in-the-middle', 9],
])('%s: the line whose blanks are wrong is named exactly', (name, line) => {
  const told = printedLines.filter((printed) => printed.case === name)
  expect(told.map(({ lines }) => paramsOf(lines.join('\n')))).toEqual([{ line }, { line }])
})

describe('a name that Metricbeat does not know', () => {
  const module = { right: 'system', put: '- module: system' }
  const metricset = { put: 'metricsets: [cpu, memory, network]' }

  test.each([
    ["Exiting: metricset 'sistem/cpu' not found", { ...module, written: 'sistem' }],
    [
      "Exiting: 1 error: metricset 'sys tem/cpu' not found",
      { ...module, written: 'sys⟨blank⟩tem' },
    ],
    ["Exiting: metricset 'docker/containr' not found", { ...module, written: 'docker/containr' }],
    ["Exiting: no metricsets configured for module 'sistem'", { ...module, written: 'sistem' }],
    ["Exiting: metricset 'system/cpuu' not found", { ...metricset, written: 'cpuu', right: 'cpu' }],
    [
      "Exiting: 2 errors: metricset 'system/memroy' not found; metricset 'system/x' not found",
      { ...metricset, written: 'memroy', right: 'memory' },
    ],
    [
      "Exiting: metricset 'system/battery' not found",
      { ...metricset, written: 'battery', right: 'cpu' },
    ],
    [`Exiting: metricset '${'x'.repeat(33)}/cpu' not found`, { ...module, written: '⟨other⟩' }],
  ])('%s', (line, params) => {
    expect(readPastedLine(line)).toMatchObject({ code: 'MB-MODULE-MISSPELT', params })
  })
})
