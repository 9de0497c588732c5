import type { CheckInput } from '../../../src/verification/check-cluster.ts'
import type { CauseCode } from '../../../src/verification/diagnosis/causes.ts'
import { fingerprint } from '../../../src/verification/diagnosis/fingerprint.ts'
import {
  laptop,
  mayRead,
  type Played,
  playAllTags,
  playElsewhere,
  playNewest,
  playNewestAndAnywhere,
  playProbe,
  taggedLaptop,
} from './played-answers.ts'
import { answered, oldMemory, patientMemory, type Script, TAG } from './scripted-cluster.ts'
import { told } from './told.ts'

type PlayedScenario = { code: CauseCode; name: string; run: () => Promise<string[]> }

const many = { documents: 40, recent: 40, near: { any_tag: 20, system: 40 } }
const untagged = { documents: 40, recent: 40 }
/** Enough of everything but what a scenario takes away. */
const enough: Played = {
  documents: 40,
  tagged: 20,
  first: 120,
  last: 2,
  metricsets: ['cpu', 'memory'],
  starts: ['start-1'],
}
const previous = patientMemory.previous
const toldBefore = {
  ...patientMemory,
  previous: {
    at: '2026-11-22T06:12:55.000Z',
    tagged: 0,
    code: 'MB-UNTAGGED' as const,
    cause: 'MB-UNTAGGED' as const,
    causeSince: '2026-11-22T06:10:00.000Z',
    ephemeralIds: [fingerprint('start-1')],
  },
}

export const playDocuments: readonly PlayedScenario[] = [
  ...whereTheTagWent(),
  ...whereTheDataWent(),
  ...notEnough(),
  ...clocks(),
]

function play(
  code: CauseCode,
  name: string,
  ...[script, input = {}]: [Script, Partial<CheckInput>?]
): PlayedScenario {
  return { code, name, run: () => told(script, input) }
}

function arriving(code: CauseCode, what: string, document: object): PlayedScenario {
  const newest = playNewest({ ...laptop, ...document })
  return play(code, `the newest document has ${what}`, { probe: playProbe(untagged), newest })
}

function whereTheTagWent(): PlayedScenario[] {
  const tags = (code: CauseCode, tag: string) =>
    arriving(code, `the tag ${JSON.stringify(tag)}`, { tags: [tag] })
  const belongs = {
    memory: { ...patientMemory, otherTagOfEvent: (tag: string) => tag === 'pycon-2ab4-x7' },
  }
  const othersTag = { probe: playProbe({ ...many, tagsInUse: ['pycon-2ab4-x7'] }) }
  return [
    tags('MB-TAG-NEAR-MISS', 'PyCon-7F3K-Q9'),
    tags('MB-TAG-NEAR-MISS', 'pycon_7f3k_q9'),
    tags('MB-TAG-NEAR-MISS', ' pycon-7f3k-q9 '),
    tags('MB-TAG-NEAR-MISS', '\u201cpycon-7f3k-q9\u201d'),
    tags('MB-TAG-NEAR-MISS', 'my pycon-7f3k-q9'),
    tags('MB-TAG-NEAR-MISS', 'pycon-7f3k-q'),
    tags('MB-TAG-NEAR-MISS', 'pycon-7f3k-q9-old'),
    tags('MB-TAG-NEAR-MISS', 'pycon-7f3j-q9'),
    play('MB-TAG-NEAR-MISS', 'only the list of all tags shows the near miss', {
      probe: playProbe(many),
      newest: playNewest(laptop),
      'all-tags': playAllTags('web', '\u201cpycon-7f3k-q9\u201d'),
    }),
    tags('MB-TAG-DIFFERENT', 'service-x'),
    play(
      'MB-TAG-OF-ANOTHER-PERSON',
      'a tag that the event gave to somebody else',
      othersTag,
      belongs,
    ),
    play(
      'MB-TAG-OF-ANOTHER-EVENT',
      'a tag of our shape that nobody has here',
      {
        probe: playProbe({ ...many, tagsInUse: ['pycon-8m2k4p7w'] }),
      },
      { tag: 'pycon-7f3kq9xy' },
    ),
    arriving('MB-TAG-IN-FIELDS', 'fields.tags', { fields: { tags: [TAG] } }),
    arriving('MB-TAG-IN-FIELDS', 'fields.tag', { fields: { tag: TAG } }),
    play('MB-TAG-IN-FIELDS', 'older documents have fields.tags', {
      probe: playProbe({ ...untagged, near: { in_fields: 3 } }),
      newest: playNewest(laptop),
    }),
    arriving('MB-TAG-IN-NAME', 'the tag as name', { agent: { ...laptop.agent, name: TAG } }),
    play('MB-TAG-IN-NAME', 'older documents have the tag as name', {
      probe: playProbe({ ...untagged, near: { as_name: 3 } }),
      newest: playNewest(laptop),
    }),
    arriving('MB-TAG-IN-LABELS', 'labels.tag', { labels: { tag: TAG } }),
    arriving('MB-TAG-BY-PROCESSOR', 'the tag in another field', { event: { tag: TAG } }),
    play('MB-TAG-BY-PROCESSOR', 'the tag in a field nobody expected', {
      probe: playProbe(untagged),
      newest: playNewestAndAnywhere([laptop], 7),
    }),
    arriving('MB-UNTAGGED', 'no tag at all', {}),
    play(
      'MB-NOT-RESTARTED',
      'the same start ships the same mistake a minute later',
      {
        probe: playProbe(untagged),
        newest: playNewest(laptop),
      },
      { memory: toldBefore },
    ),
  ]
}

function whereTheDataWent(): PlayedScenario[] {
  const nothing = { probe: playProbe({ shards: 0 }), privileges: mayRead }
  const elsewhere = (code: CauseCode, neighbours: string[], tagged: string[]) =>
    play(code, `documents in ${[...neighbours, ...tagged].join(', ')}`, {
      ...nothing,
      elsewhere: playElsewhere(neighbours, tagged),
    })
  return [
    play('MB-NO-DATA', 'no index, and the key may read it', nothing),
    elsewhere('MB-AGENT-INSTEAD', ['.ds-metrics-system.cpu-default-2026.11.22-000001'], []),
    elsewhere('MB-OPENTELEMETRY-INSTEAD', ['metrics-hostmetricsreceiver.otel-default'], []),
    elsewhere('MB-OTHER-INDEX', [], ['pycon']),
    play('MB-OLD-DATA-ONLY', 'the newest document is an hour old', {
      probe: playProbe({ documents: 40, recent: 0, last: 3600 }),
      newest: playNewest(laptop),
    }),
    play('MB-PARTIAL-ANSWER', 'the search ran out of time', {
      probe: playProbe({ ...enough, tagged: 2, timedOut: true }),
    }),
    play('MB-PARTIAL-ANSWER', 'enough documents, but the receipt is missing', {
      probe: playProbe({ ...enough, newest: 'none' }),
    }),
  ]
}

function notEnough(): PlayedScenario[] {
  const missing = (code: CauseCode, name: string, played: Played) =>
    play(code, name, { probe: playProbe({ ...enough, ...played }) })
  const { host, agent } = taggedLaptop
  return [
    missing('MB-NOT-METRICBEAT', 'a document typed by hand', { newest: { tags: [TAG] } }),
    play(
      'MB-STOPPED',
      'two documents, ten minutes old',
      { probe: playProbe({ ...enough, tagged: 2, live: 0, first: 610, last: 600 }) },
      { memory: oldMemory },
    ),
    missing('MB-TOO-FEW', 'three documents', { tagged: 3, first: 20 }),
    missing('MB-TOO-SHORT', 'many documents within 20 s', { first: 22 }),
    missing('MB-ONE-METRICSET', 'cpu alone', { metricsets: ['cpu'] }),
    missing('MB-SYSTEM-MODULE-OFF', 'another module alone', {
      metricsets: ['status'],
      near: { system: 0 },
    }),
    missing('MB-METRICSET-ERRORS', 'errors in most documents', {
      metricsets: ['cpu'],
      near: { errors: 30 },
    }),
    missing('MB-NO-HOST-ID', 'no host.id', {
      newest: { ...taggedLaptop, host: { name: host.name } },
    }),
    missing('MB-NO-AGENT-ID', 'no agent.id', {
      newest: { ...taggedLaptop, agent: { type: agent.type, version: agent.version } },
    }),
    missing('MB-TWO-METRICBEATS', 'two agents ship', { agents: 2 }),
    ...belowTheFloor(),
  ]
}

/** 7.14 to 7.16 answer everything; enough is there, and still the version is what is wrong. */
function belowTheFloor(): PlayedScenario[] {
  const probe = playProbe(enough)
  const root = answered({ cluster_uuid: 'AbCdEfGhIjKlMnOpQrStUv', version: { number: '7.16.3' } })
  const newKey = { memory: { ...patientMemory, keySeenBefore: false } }
  const { previous } = patientMemory
  const told = previous && { previous: { ...previous, clusterVersion: '7.14.0' } }
  return [
    play('MB-TOO-OLD', 'a key with monitor sees 7.16.3', { probe, root }, newKey),
    play(
      'MB-TOO-OLD',
      'an earlier check saw 7.14.0',
      { probe },
      { memory: { ...patientMemory, ...told } },
    ),
    play('MB-TOO-OLD', 'a warning in the answer names 7.16.3', {
      probe: { ...(probe as object), version: '7.16.3' } as typeof probe,
    }),
  ]
}

function clocks(): PlayedScenario[] {
  const behind = { ...enough, first: 4000, last: 3700, live: 0 }
  return [
    play('MB-CLOCK-AHEAD', 'all documents an hour ahead', {
      probe: playProbe({ ...enough, first: -3500, last: -3600, taggedFuture: 20 }),
    }),
    play(
      'MB-CLOCK-BEHIND',
      'documents older than the tag',
      { probe: playProbe(behind) },
      {
        memory: { keySeenBefore: true, registeredAt: '2026-11-22T06:00:00.000Z' },
      },
    ),
    play(
      'MB-CLOCK-BEHIND',
      'old documents that still grow',
      { probe: playProbe(behind) },
      {
        memory: { ...patientMemory, ...(previous && { previous: { ...previous, tagged: 10 } }) },
      },
    ),
  ]
}
