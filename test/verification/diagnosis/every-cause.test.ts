import { describe, expect, test } from '@jest/globals'
import { causeCodes, causes } from '../../../src/verification/diagnosis/causes.ts'
import { readPastedLine } from '../../../src/verification/diagnosis/read-pasted-line.ts'
import { casesOf, printedLines, recorded, VERSIONS } from '../support/recorded.ts'
import { scenarios } from '../support/scenarios.ts'
import { checkAgainst, patientMemory } from '../support/scripted-cluster.ts'

describe.each(causeCodes)('%s', (code) => {
  const own = scenarios.filter((scenario) => scenario.code === code)

  test.each(own.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_, scenario) => {
      const told = await scenario.run()
      const isHint = causes[code].outcome === 'hint'
      expect(isHint ? told : told[0]).toEqual(isHint ? expect.arrayContaining([code]) : code)
    },
  )

  test('comes about in at least one way', () => {
    expect(own.length).toBeGreaterThan(0)
  })
})

test('nothing that was ever recorded is unknown', async () => {
  const told: string[] = []
  for (const version of VERSIONS) {
    for (const name of casesOf(version)) {
      const answer = recorded(version, name)
      const { verdict } = await checkAgainst({ probe: answer }, { memory: patientMemory })
      told.push(verdict.outcome === 'passed' ? 'passed' : verdict.code)
    }
  }
  const lines = printedLines.map(({ lines }) => readPastedLine(lines.join('\n')).code)
  const all = [...told, ...lines]
  const unknown = all.filter((code) => code === 'MB-UNKNOWN' || code === 'MB-LINE-UNKNOWN').length
  const share = ((100 * unknown) / all.length).toFixed(1)
  process.stdout.write(
    `unknown: ${unknown} of ${all.length} recorded answers and lines (${share} %)\n`,
  )
  expect(all.length).toBeGreaterThan(350)
  expect(unknown).toBe(0)
})
