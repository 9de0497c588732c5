import { type CauseCode, causeCodes, causes } from '../../../src/verification/diagnosis/causes.ts'
import { diagnosisWords } from '../../../src/verification/diagnosis/diagnosis-words.ts'
import { realScenarios } from './real-scenarios.ts'
import { type Scenario, scenarios } from './scenarios.ts'

const HEAD = `# Every cause, and how we know it

Made by \`node test/verification/support/write-diagnosis-table.ts\` from the list of causes, the English
words and the scenarios of the tests; a test fails when this page is out of date.

_not-yet_: the attendee can put it right. _could-not-check_: ours or the network's; never counted, tried
again by itself. _hint_: said beside an outcome. **Counts** says whether it is counted as somebody's
mistake. **Step** is the part of the way: connect, ship, pass.

_real cluster_: made again on a real Elasticsearch 7.17.29, 8.19.21 and 9.5.3 by
\`test/lab/diagnosis-contract.test.ts\` (\`npm run test:lab\`). _recorded_: the answer of a real Elasticsearch (7.17.29 without security, 8.19.21 and 9.5.3 with it), or
the line of a real Metricbeat (7.17.29, 9.3.0), replayed. _simulated_: an answer played in the shape of
those, or a text somebody could paste. The tests are \`test/verification/diagnosis/every-cause.test.ts\`,
one for each way, named \`<code> <way>\`.

| code | outcome | step | counts | meaning | produced | for example |
| --- | --- | --- | --- | --- | --- | --- |
`

/** The text of docs/diagnosis.md. */
export function diagnosisTable(): string {
  return HEAD + causeCodes.map((code) => `${rowOf(code)}\n`).join('')
}

function rowOf(code: CauseCode): string {
  const { outcome, step, counts } = causes[code]
  const own = scenarios.filter((scenario) => scenario.code === code)
  const meaning = diagnosisWords.en[code].title
  const cells = [
    `\`${code}\``,
    outcome,
    step,
    counts ? 'yes' : 'no',
    meaning,
    ways(code, own),
    example(own),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function ways(code: CauseCode, own: readonly Scenario[]): string {
  const count = (how: Scenario['how']) => own.filter((scenario) => scenario.how === how).length
  const counts = {
    'real cluster': realScenarios.filter((scenario) => scenario.code === code).length,
    recorded: count('recorded'),
    simulated: count('simulated'),
  }
  const kinds = Object.entries(counts).filter(([, number]) => number > 0)
  if (kinds.length === 0) return 'where a claim is made'
  return kinds.map(([how, number]) => `${how} (${number})`).join(', ')
}

function example(own: readonly Scenario[]): string {
  const best = own.find(({ how }) => how === 'recorded') ?? own[0]
  return best === undefined ? '' : `\`${best.name.replaceAll('`', '')}\``
}
