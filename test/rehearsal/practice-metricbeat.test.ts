import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { toLeaves } from '../../src/rehearsal/practice-mapping.ts'
import { createSimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import type { SimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import { TAG_PLACEMENTS } from '../../src/rehearsal/tag-placement.ts'
import type { TagPlacement } from '../../src/rehearsal/tag-placement.ts'

const TAG = 'pycon-7f3kq'
const NOW = new Date('2026-11-22T10:00:00.000Z')

/** Documents of the real Metricbeat 9.3.0 and 7.17.29, by metricset. */
type Sample = {
  metricset: { name: string }
  tags?: unknown
  fields?: unknown
  agent: object
  host: object
}
function samples(version: 7 | 9): Record<string, Sample> {
  const file = new URL(`recorded/metricbeat-${version}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Sample>
}

/** A small generator, so that the same seed gives the same documents. */
function createPick(seed: number): (max: number) => number {
  let state = seed
  return (max) => {
    state = (state * 48_271) % 2_147_483_647
    return state % max
  }
}

function start(version = '9.3.0', seed = 1): SimulatedMetricbeat {
  return createSimulatedMetricbeat({
    hostName: 'kim-laptop',
    hostId: '0123456789abcdef0123456789abcdef',
    agentId: 'e8e623b4-e062-48ec-b612-027881294c41',
    version,
    now: () => NOW,
    pick: createPick(seed),
  })
}

function ship(placement: TagPlacement, version?: string) {
  return start(version).documents({ tag: TAG, placement, seconds: 0 })
}

function paths(document: unknown): string[] {
  return [...toLeaves(document as Record<string, unknown>).keys()].sort()
}

describe('documents look like those of the real Metricbeat', () => {
  const real = samples(9)

  test.each(['cpu', 'filesystem', 'process', 'uptime'])('fields of 9.3.0, %s', (metricset) => {
    const [document] = start().documents({
      tag: TAG,
      placement: 'right',
      seconds: 0,
      metricsets: [metricset],
    })
    expect(paths(document)).toEqual(paths(real[metricset]))
  })

  test('fields of 9.3.0, sums of all interfaces', () => {
    const documents = ship('right').filter((one) =>
      paths(one).includes('host.network.egress.bytes'),
    )
    expect(documents.map(paths)).toEqual([paths(real['network'])])
  })

  test('fields of 9.3.0, the everyday document that only reports an error', () => {
    const documents = start().documents({
      tag: TAG,
      placement: 'right',
      seconds: 3600,
      metricsets: ['process'],
    })
    const errors = documents.filter((one) => 'error' in one)
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThan(documents.length / 20)
    expect(paths(errors[0])).toEqual(paths(real['with-error']))
  })

  test('fields of 7.17.29', () => {
    const [document] = ship('right', '7.17.29')
    expect(paths(document)).toEqual(paths(samples(7)['cpu']))
  })

  test('values that the check reads have the form of the real ones', () => {
    const [document] = ship('right') as unknown as Sample[]
    const sample = real['cpu']
    const form = (value: unknown) => JSON.stringify(value).replace(/[0-9a-f]/g, 'x')
    expect(form(document?.agent)).toHaveLength(form(sample?.agent).length + 'kim-'.length)
    expect(document).toMatchObject({ metricset: { name: 'cpu', period: 10_000 } })
    expect(document).toMatchObject({ event: { module: 'system', dataset: 'system.cpu' } })
    expect(document).toMatchObject({ agent: { type: 'metricbeat', name: 'kim-laptop' } })
  })
})

describe('the tag, rightly and by mistake', () => {
  const seen = (placement: TagPlacement, version?: string) => {
    const [document] = ship(placement, version) as unknown as Sample[]
    return { tags: document?.tags, fields: document?.fields }
  }

  test.each<[TagPlacement, object]>([
    ['right', { tags: [TAG] }],
    ['untagged', {}],
    ['twice', { tags: [TAG, TAG] }],
    ['fields', { fields: { tags: [TAG] } }],
    ['other-field', { fields: { tag: TAG } }],
    ['wrong-case', { tags: ['PyCon-7F3KQ'] }],
    ['underscore', { tags: ['pycon_7f3kq'] }],
    ['old', { tags: ['pycon-7f3kq-old'] }],
    ['two-words', { tags: ['my pycon-7f3kq'] }],
    ['curly-quotes', { tags: ['“pycon-7f3kq”'] }],
    ['blank-and-capitals', { tags: [' PyCon-7F3KQ '] }],
    ['one-letter', { tags: ['pycon-7f3k3'] }],
  ])('%s', (placement, expected) => {
    expect(seen(placement)).toEqual(expected)
  })

  test('in name: 7 takes it for the host too, 9 does not', () => {
    const names = (version: string) => {
      const [document] = ship('name', version)
      return document as unknown as { agent: { name: string }; host: { name: string } }
    }
    expect(names('9.3.0')).toMatchObject({ agent: { name: TAG }, host: { name: 'kim-laptop' } })
    expect(names('7.17.29')).toMatchObject({ agent: { name: TAG }, host: { name: TAG } })
  })

  test('only three placements carry the tag as it is under tags', () => {
    const carrying = TAG_PLACEMENTS.filter((one) => {
      const { tags } = seen(one)
      return Array.isArray(tags) && tags.includes(TAG)
    })
    expect(carrying).toEqual(['right', 'with-others', 'twice'])
  })
})

describe('time', () => {
  const times = (seconds: number, clockOffsetSeconds = 0) => {
    const shipment = { tag: TAG, placement: 'right', seconds, clockOffsetSeconds } as const
    return start()
      .documents({ ...shipment, metricsets: ['cpu'] })
      .map((one) => one['@timestamp'])
  }

  test('from so many seconds ago until now, every ten seconds', () => {
    expect(times(20)).toEqual([
      '2026-11-22T09:59:40.000Z',
      '2026-11-22T09:59:50.000Z',
      '2026-11-22T10:00:00.000Z',
    ])
    expect(times(15).at(-1)).toBe('2026-11-22T10:00:00.000Z')
  })

  test('a wrong clock moves all of them', () => {
    expect(times(0, 180)).toEqual(['2026-11-22T10:03:00.000Z'])
    expect(times(0, -3600)).toEqual(['2026-11-22T09:00:00.000Z'])
  })

  test('slow metricsets report less often', () => {
    const documents = start().documents({ tag: TAG, placement: 'right', seconds: 120 })
    const count = (name: string) =>
      documents.filter((one) => (one as unknown as Sample).metricset.name === name).length
    expect([count('cpu'), count('filesystem'), count('uptime')]).toEqual([13, 3, 1])
  })
})

describe('identity', () => {
  const idOf = (metricbeat: SimulatedMetricbeat) => {
    const [document] = metricbeat.documents({ tag: TAG, placement: 'right', seconds: 0 })
    return (document as unknown as { agent: { id: string; ephemeral_id: string } }).agent
  }

  test('a restart changes the ephemeral id and nothing else', () => {
    const metricbeat = start()
    const before = idOf(metricbeat)
    expect(idOf(metricbeat)).toEqual(before)
    metricbeat.restart()
    const after = idOf(metricbeat)
    expect(after.ephemeral_id).not.toBe(before.ephemeral_id)
    expect(after.ephemeral_id).toBe(metricbeat.ephemeralId())
    expect({ ...after, ephemeral_id: '' }).toEqual({ ...before, ephemeral_id: '' })
  })

  test('the same seed makes the same documents, another seed others', () => {
    const from = (seed: number) =>
      start('9.3.0', seed).documents({ tag: TAG, placement: 'right', seconds: 60 })
    expect(from(7)).toEqual(from(7))
    expect(from(7)).not.toEqual(from(8))
  })
})
