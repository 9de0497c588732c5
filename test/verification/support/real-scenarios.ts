import type { CauseCode } from '../../../src/verification/diagnosis/causes.ts'

export const REAL_TAG = 'pycon-7h3vyz5t4'

/** Keys that a real cluster makes for us: whom it lets do what. */
export const ROLES = {
  read: { cluster: [], indices: [{ names: ['metricbeat-*'], privileges: ['read'] }] },
  'read-more': {
    cluster: [],
    indices: [{ names: ['metricbeat-*', 'metrics-*', 'pycon'], privileges: ['read'] }],
  },
  write: {
    cluster: ['monitor'],
    indices: [{ names: ['metricbeat-*'], privileges: ['create_doc', 'auto_configure'] }],
  },
  elsewhere: { cluster: [], indices: [{ names: ['logs-*'], privileges: ['read'] }] },
  everything: undefined,
} as const
export type RealKey = keyof typeof ROLES | 'unknown' | 'none'

/** What a document differs in from an ordinary one of this moment. */
export type Difference = {
  secondsAgo?: number
  metricset?: string
  name?: string
  tags?: readonly string[]
  fields?: object
  labels?: object
}

/** A cause produced on a real cluster: these documents, asked with this key. */
export type RealScenario = {
  code: CauseCode | 'passed'
  name: string
  key?: RealKey
  /** Where a cluster without security cannot show it. */
  secured?: true
  index?: string
  documents?: readonly Difference[]
  isNewKey?: true
}

const own = { tags: [REAL_TAG] }
const enough: readonly Difference[] = [
  { ...own, secondsAgo: 90 },
  { ...own, secondsAgo: 20, metricset: 'memory' },
  ...[1, 2, 3, 4].map((secondsAgo) => ({ ...own, secondsAgo })),
]
const tagged = (code: CauseCode, tag: string): RealScenario => ({
  code,
  name: `the tag ${JSON.stringify(tag)}`,
  documents: [{ tags: [tag] }],
})

export const realScenarios: readonly RealScenario[] = [
  { code: 'MB-NO-DATA', name: 'an empty cluster' },
  { code: 'MB-KEY-WRITES-ONLY', name: 'the publishing key', key: 'write', secured: true },
  { code: 'MB-KEY-CANNOT-READ', name: 'a key for other indices', key: 'elsewhere', secured: true },
  { code: 'MB-KEY-UNKNOWN', name: 'a key of another cluster', key: 'unknown', secured: true },
  { code: 'MB-KEY-MISSING', name: 'no key', key: 'none', secured: true },
  {
    code: 'MB-KEY-SUPERUSER',
    name: 'a key without limits',
    key: 'everything',
    secured: true,
    isNewKey: true,
    documents: enough,
  },
  {
    code: 'MB-OTHER-INDEX',
    name: 'documents in the index pycon',
    key: 'read-more',
    index: 'pycon',
    documents: [own],
  },
  {
    code: 'MB-AGENT-INSTEAD',
    name: 'documents of Elastic Agent',
    key: 'read-more',
    index: 'metrics-system.cpu-default',
    documents: [{}],
  },
  {
    code: 'MB-OPENTELEMETRY-INSTEAD',
    name: 'documents of OpenTelemetry',
    key: 'read-more',
    index: 'metrics-hostmetricsreceiver.otel-default',
    documents: [{}],
  },
  { code: 'MB-UNTAGGED', name: 'no tag', documents: [{}] },
  { code: 'MB-OLD-DATA-ONLY', name: 'an hour old', documents: [{ secondsAgo: 3600 }] },
  tagged('MB-TAG-NEAR-MISS', '\u201cpycon-7h3vyz5t4\u201d'),
  tagged('MB-TAG-NEAR-MISS', ' pycon-7h3vyz5t4 '),
  tagged('MB-TAG-NEAR-MISS', 'pycon_7h3vyz5t4'),
  tagged('MB-TAG-NEAR-MISS', 'PYCON-7H3VYZ5T4'),
  tagged('MB-TAG-NEAR-MISS', 'my pycon-7h3vyz5t4'),
  tagged('MB-TAG-NEAR-MISS', 'pycon-7h3vyz5t5'),
  tagged('MB-TAG-OF-ANOTHER-EVENT', 'pycon-8m2k4p7w3'),
  tagged('MB-TAG-DIFFERENT', 'service-x'),
  {
    code: 'MB-TAG-NEAR-MISS',
    name: 'a near miss behind newer untagged documents',
    documents: [{ tags: ['\u201cpycon-7h3vyz5t4\u201d'], secondsAgo: 300 }, {}, {}, {}],
  },
  { code: 'MB-TAG-IN-FIELDS', name: 'fields.tags', documents: [{ fields: { tags: [REAL_TAG] } }] },
  { code: 'MB-TAG-IN-FIELDS', name: 'fields.tag', documents: [{ fields: { tag: REAL_TAG } }] },
  { code: 'MB-TAG-IN-NAME', name: 'the tag as name', documents: [{ name: REAL_TAG }] },
  { code: 'MB-TAG-IN-LABELS', name: 'labels.tag', documents: [{ labels: { tag: REAL_TAG } }] },
  { code: 'MB-TOO-FEW', name: 'two documents', documents: [own, { ...own, secondsAgo: 12 }] },
  {
    code: 'MB-TOO-SHORT',
    name: 'many at once',
    documents: [1, 2, 3, 4, 5, 6].map((secondsAgo) => ({ ...own, secondsAgo })),
  },
  {
    code: 'MB-ONE-METRICSET',
    name: 'cpu alone',
    documents: [90, 60, 30, 10, 5, 1].map((secondsAgo) => ({ ...own, secondsAgo })),
  },
  {
    code: 'MB-STOPPED',
    name: 'two documents, ten minutes old',
    documents: [600, 610].map((secondsAgo) => ({ ...own, secondsAgo })),
  },
  {
    code: 'MB-CLOCK-AHEAD',
    name: 'three documents, an hour ahead',
    documents: [-3600, -3590, -3580].map((secondsAgo) => ({ ...own, secondsAgo })),
  },
  { code: 'passed', name: 'enough of everything', documents: enough },
]
