import type { CauseCode } from '../../../src/verification/diagnosis/causes.ts'
import type { Difference } from '../../../src/verification/diagnosis/compare-tags.ts'

/** Three tags of one event that hold together, and one of another event. */
export const REAL_TAGS = {
  own: 'pycon-7h3vyz5t4',
  another: 'pycon-8m2k4p7wv',
  otherEvent: 'devconf-8m2k4p7wv',
} as const

/** The parts of a metricbeat.yml that somebody gets wrong. The rest of the file is as the guide has it. */
export type FileParts = {
  /** In place of the line `tags: ["…"]`. */
  tags?: string
  processors?: string
  metricsets?: string
  /** In place of all modules. */
  modules?: string
  /** After the output's own lines, two blanks in. */
  output?: string
  index?: string
}

/** A metricbeat.yml that still ships, and the code of what the attendee is told. */
export type RealMistake = {
  code: CauseCode | 'passed'
  name: string
  file: FileParts
  difference?: Difference
  /** On the cluster without security too: there only one can run at a time. */
  everywhere?: true
}

const { own, another, otherEvent } = REAL_TAGS
const nearMiss = (difference: Difference, tag: string): RealMistake => ({
  code: 'MB-TAG-NEAR-MISS',
  name: `the tag as ${JSON.stringify(tag)}`,
  file: { tags: `tags: [${JSON.stringify(tag)}]` },
  difference,
})
const host = '  - add_host_metadata: ~'

/** What a real Metricbeat ships with a mistake in its file, asked for by a real check. */
export const realMistakes: readonly RealMistake[] = [
  { code: 'MB-UNTAGGED', name: 'no tags line', file: { tags: '' } },
  { code: 'MB-UNTAGGED', name: 'the line still commented', file: { tags: `#tags: ["${own}"]` } },
  { code: 'MB-UNTAGGED', name: 'tag: without its s', file: { tags: `tag: ["${own}"]` } },
  {
    code: 'MB-UNTAGGED',
    name: 'the tag under output',
    file: { tags: '', output: `tags: ["${own}"]` },
    everywhere: true,
  },
  { ...nearMiss('case', 'PyCon-7H3VYZ5T4'), everywhere: true },
  { ...nearMiss('underscore', 'pycon_7h3vyz5t4'), everywhere: true },
  nearMiss('one-letter', 'pycon-7h3vyz5t5'),
  nearMiss('cut-off', 'pycon-7h3vyz'),
  nearMiss('blanks', ` ${own} `),
  nearMiss('quotes', `\u201c${own}\u201d`),
  nearMiss('too-long', `${own}-old`),
  {
    code: 'MB-TAG-NEAR-MISS',
    name: 'two words without brackets',
    file: { tags: `tags: my ${own}` },
    difference: 'several-words',
  },
  {
    code: 'MB-TAG-DIFFERENT',
    name: 'a second tags line, which wins',
    file: { tags: `tags: ["${own}"]\ntags: ["service-X", "web-tier"]` },
  },
  {
    code: 'MB-TAG-IN-FIELDS',
    name: 'tags under fields',
    file: { tags: `fields:\n  tags: ["${own}"]` },
    everywhere: true,
  },
  { code: 'MB-TAG-IN-FIELDS', name: 'fields.tag', file: { tags: `fields:\n  tag: ${own}` } },
  { code: 'MB-TAG-IN-NAME', name: 'name', file: { tags: `name: ${own}` }, everywhere: true },
  {
    code: 'MB-TAG-IN-LABELS',
    name: 'add_labels',
    file: { tags: '', processors: `${host}\n  - add_labels:\n      labels:\n        tag: ${own}` },
  },
  {
    code: 'MB-TAG-BY-PROCESSOR',
    name: 'add_tags with another target',
    file: {
      tags: '',
      processors: `${host}\n  - add_tags:\n      target: environment\n      tags: ["${own}"]`,
    },
    everywhere: true,
  },
  {
    code: 'MB-TAG-BY-PROCESSOR',
    name: 'add_fields into a field of its own',
    file: {
      tags: '',
      processors: `${host}\n  - add_fields:\n      target: project\n      fields:\n        name: ${own}`,
    },
  },
  {
    code: 'MB-TAG-OF-ANOTHER-PERSON',
    name: 'a friend’s tag',
    file: { tags: `tags: ["${another}"]` },
    everywhere: true,
  },
  {
    code: 'MB-TAG-OF-ANOTHER-EVENT',
    name: 'a tag of another event',
    file: { tags: `tags: ["${otherEvent}"]` },
  },
  { code: 'MB-ONE-METRICSET', name: 'cpu alone', file: { metricsets: '[cpu]' }, everywhere: true },
  { code: 'MB-NO-HOST-ID', name: 'without add_host_metadata', file: { processors: '' } },
  { code: 'passed', name: 'the file of the guide', file: {}, everywhere: true },
  {
    code: 'passed',
    name: 'no mistake: the tag by add_tags',
    file: { tags: '', processors: `${host}\n  - add_tags:\n      tags: ["${own}"]` },
  },
]

const GROWING = 'just started, long enough, and a reading key without limits'

/** Made one by one in the same test, under exactly these titles: each needs more than a file. */
export const realSituations = [
  { code: 'MB-OTHER-INDEX', name: 'index: pycon' },
  { code: 'MB-NO-DATA', name: 'no module in modules.d' },
  { code: 'MB-KEY-WRITES-ONLY', name: 'the publishing key given for reading' },
  { code: 'MB-TOO-FEW', name: GROWING },
  { code: 'MB-TOO-SHORT', name: GROWING },
  { code: 'MB-KEY-SUPERUSER', name: GROWING },
  {
    code: 'MB-NOT-RESTARTED',
    name: 'the file put right, Metricbeat not restarted, then restarted',
  },
  { code: 'MB-TWO-METRICBEATS', name: 'two Metricbeats with one tag' },
  { code: 'MB-STOPPED', name: 'stopped before there was enough' },
] as const satisfies readonly { code: CauseCode; name: string }[]

/** The title of the test that makes this cause. */
export function titleOf(code: (typeof realSituations)[number]['code']): string {
  return realSituations.find((situation) => situation.code === code)?.name ?? code
}
