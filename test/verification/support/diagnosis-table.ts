import { type CauseCode, causeCodes, causes } from '../../../src/verification/diagnosis/causes.ts'
import { diagnosisWords } from '../../../src/verification/diagnosis/diagnosis-words.ts'
import { endsAtOnce, keptTrying } from './real-lines.ts'
import { realMistakes, realSituations } from './real-mistakes.ts'
import { realScenarios } from './real-scenarios.ts'
import { type Scenario, scenarios } from './scenarios.ts'

const HEAD = `# Every cause, and how we know it

Made by \`node test/verification/support/write-diagnosis-table.ts\` from the list of causes, the English
words and the scenarios of the tests; a test fails when this page is out of date.

_not-yet_: the attendee can put it right. _could-not-check_: ours or the network's; never counted, tried
again by itself. _hint_: said beside an outcome. **Counts** says whether it is counted as somebody's
mistake. **Step** is the part of the way: connect, ship, pass.

**Produced** says how, the truest way first; **test** names one test that does so.

- _real Metricbeat on a real cluster_: Metricbeat 9.3.0 and 7.17.29 run with the mistake in their file and ship to
  a real Elasticsearch 8.19.21, 9.5.3 and (7.17.29 only) 7.17.29; our check asks it. \`real-mistakes\` is
  \`test/lab/real-mistakes.test.ts\`.
- _printed by a real Metricbeat_: both are run with the mistake, and the page reads each line they print.
  \`real-lines\` is \`test/lab/real-lines.test.ts\`.
- _real cluster, documents indexed by the test_: a real Elasticsearch 7.17.29, 8.19.21 and 9.5.3, real keys; the
  documents are put there by the test. \`diagnosis-contract\` is \`test/lab/diagnosis-contract.test.ts\`.
- _recorded_: the answer of a real Elasticsearch (7.17.29 without security, 8.19.21 and 9.5.3 with it), or the line
  of a real Metricbeat (7.17.29, 9.3.0), replayed.
- _simulated_: an answer played in the shape of those, or a text somebody could paste.

The first three need the lab (\`npm run test:lab\`). \`every-cause\` is \`test/verification/diagnosis/every-cause.test.ts\`.

| code | outcome | step | counts | meaning | produced | test |
| --- | --- | --- | --- | --- | --- | --- |
`

/** The text of docs/diagnosis.md. */
export function diagnosisTable(): string {
  return HEAD + causeCodes.map((code) => `${rowOf(code)}\n`).join('')
}

function rowOf(code: CauseCode): string {
  const { outcome, step, counts } = causes[code]
  const ways = waysOf(code)
  const [best] = ways
  const meaning = diagnosisWords.en[code].title
  const cells = [
    `\`${code}\``,
    outcome,
    step,
    counts ? 'yes' : 'no',
    meaning,
    ways.map(({ how, names }) => `${how} (${names.length})`).join(', '),
    best === undefined ? '' : `${best.file}: \`${(best.names[0] ?? '').replaceAll('`', '')}\``,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

type Way = { how: string; file: string; names: readonly string[] }

/** The truest way first. */
function waysOf(code: CauseCode): Way[] {
  const named = (list: readonly { code: string; name: string }[]) =>
    list.filter((one) => one.code === code).map(({ name }) => name)
  const every = (how: Scenario['how']) => named(scenarios.filter((one) => one.how === how))
  const ways: Way[] = [
    {
      how: 'real Metricbeat on a real cluster',
      file: 'real-mistakes',
      names: named([...realMistakes, ...realSituations]),
    },
    {
      how: 'printed by a real Metricbeat',
      file: 'real-lines',
      names: named([...endsAtOnce, ...keptTrying]),
    },
    {
      how: 'real cluster, documents indexed by the test',
      file: 'diagnosis-contract',
      names: named(realScenarios),
    },
    { how: 'recorded', file: 'every-cause', names: every('recorded') },
    { how: 'simulated', file: 'every-cause', names: every('simulated') },
  ]
  return ways.filter(({ names }) => names.length > 0)
}
