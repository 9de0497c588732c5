import { describe, expect, test } from '@jest/globals'
import type { PreviousCheck } from '../../../src/verification/check-cluster.ts'
import { type Played, playProbe, plenty, taggedLaptop } from '../support/played-answers.ts'
import { checkAgainst, mission, oldMemory, patientMemory } from '../support/scripted-cluster.ts'

/** What a real Metricbeat writes besides, into each document. */
const real = {
  ...taggedLaptop,
  agent: { ...taggedLaptop.agent, version: '9.3.0', ephemeral_id: 'start-1' },
  event: { dataset: 'system.cpu', module: 'system', duration: 197_643 },
  metricset: { name: 'cpu', period: 10_000 },
}
const honest: Played = { ...plenty, first: 90, newest: real }
/** Now is 06:13:00. */
const signedUp = (registeredAt: string) => ({ memory: { ...oldMemory, registeredAt } })
const lookedAt = (at: string, more: Partial<PreviousCheck> = {}) => {
  const { previous } = patientMemory
  return {
    memory: { ...oldMemory, ...(previous && { previous: { ...previous, lookedAt: at, ...more } }) },
  }
}

async function oddities(played: Played, input: Parameters<typeof checkAgainst>[1] = {}) {
  const { verdict } = await checkAgainst({ probe: playProbe({ ...honest, ...played }) }, input)
  if (verdict.outcome !== 'passed') throw new Error(`${verdict.code}: not held against anybody`)
  return verdict.oddities
}

describe('an honest pass is not odd', () => {
  test.each<[string, Played, Parameters<typeof checkAgainst>[1]]>([
    ['plainly', {}, {}],
    ['signed up a minute before the first document', {}, signedUp('2026-11-22T06:10:30.000Z')],
    ['dated under five minutes before it', { first: 400 }, signedUp('2026-11-22T06:11:00.000Z')],
    ['three hosts', { hosts: 3 }, {}],
    ['a clock an hour behind', { first: 3700, last: 3600 }, signedUp('2026-11-22T06:00:00.000Z')],
    ['a clock ahead', { first: -3500, last: -3600, taggedFuture: 90 }, {}],
    ['they arrived as they were written', { first: 70 }, lookedAt('2026-11-22T06:12:00.000Z')],
    [
      'some were there before',
      { first: 900 },
      lookedAt('2026-11-22T06:12:55.000Z', { tagged: 40 }),
    ],
    ['never looked before', { first: 3000 }, {}],
  ])('%s', async (...[, played, input]) => {
    expect(await oddities(played, input)).toEqual([])
  })
})

describe('odd, with what was seen', () => {
  test('documents dated long before the sign-up, while the clock is right', async () => {
    expect(await oddities({ first: 3600 }, signedUp('2026-11-22T06:10:00.000Z'))).toEqual([
      {
        kind: 'dated-before-sign-up',
        params: { first: '2026-11-22T05:13:00.000Z', registered: '2026-11-22T06:10:00.000Z' },
      },
    ])
  })

  test('ten minutes of documents that were not there five seconds ago', async () => {
    const played = { first: 602, last: 2 }
    expect(await oddities(played, lookedAt('2026-11-22T06:12:55.000Z'))).toEqual([
      { kind: 'all-at-once', params: { seconds: 600, within: 5 } },
    ])
  })

  test('four hosts behind one tag', async () => {
    expect(await oddities({ hosts: 4 })).toEqual([{ kind: 'many-hosts', params: { hosts: 4 } }])
  })

  test.each(['6.8.23', '11.0.0'])('a Metricbeat %s', async (version) => {
    const newest = { ...real, agent: { ...real.agent, version } }
    expect(await oddities({ newest })).toEqual([{ kind: 'odd-version', params: { version } }])
  })

  test('no odd version: the one the event file names, however new', async () => {
    const newest = { ...real, agent: { ...real.agent, version: '10.1.0' } }
    const own = { ...mission, defaultVersion: '10.0.0' }
    expect(await oddities({ newest }, { mission: own })).toEqual([])
  })

  test('a document without what Metricbeat always writes', async () => {
    const agent = { type: 'metricbeat', version: '9.3.0', id: 'a-1' }
    const newest = { ...real, agent, event: {}, metricset: { name: 'cpu' } }
    const fields = 'agent.ephemeral_id, event.dataset, event.duration, metricset.period'
    expect(await oddities({ newest })).toEqual([{ kind: 'unlike-metricbeat', params: { fields } }])
  })
})
