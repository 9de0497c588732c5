import { describe, expect, test } from '@jest/globals'
import type { ClusterFault } from '../../src/verification/connection/exchange.ts'
import { createCheckCluster } from '../../src/verification/check-cluster.ts'
import {
  laptop,
  playAllTags,
  playNewest,
  playProbe,
  taggedLaptop,
} from './support/played-answers.ts'
import { recorded, VERSIONS } from './support/recorded.ts'
import {
  answered,
  checkAgainst,
  key,
  mission,
  NOW,
  oldMemory,
  patientMemory,
  type Script,
  TAG,
  target,
} from './support/scripted-cluster.ts'

const easy = { ...mission, documents: 3 }
const newKey = { memory: { ...oldMemory, keySeenBefore: false } }

describe.each(VERSIONS)('one check of a cluster, answers of %s', (version) => {
  test('tagged documents pass, with one request', async () => {
    const { verdict, requests, asked } = await checkAgainst(
      { probe: recorded(version, 'keyword-msearch2') },
      { mission: easy },
    )
    expect(verdict).toMatchObject({
      outcome: 'passed',
      evidence: {
        hosts: ['laptop'],
        hostIds: ['host-1'],
        agentIds: ['agent-1'],
        agentVersion: '8.19.0',
        clusterIds: ['host:127.0.0.1:9208'],
      },
    })
    expect({ requests, asked }).toEqual({ requests: 1, asked: ['probe'] })
  })

  test('text mappings pass too, counted exactly', async () => {
    const probe = recorded(version, 'text-msearch2')
    const { verdict } = await checkAgainst({ probe }, { mission: easy })
    expect(verdict).toMatchObject({ outcome: 'passed', evidence: { documents: 3 } })
  })

  test('keyword and text indices side by side are counted together', async () => {
    const probe = recorded(version, 'mixed-msearch2')
    const { verdict } = await checkAgainst({ probe }, { mission: easy })
    const documents = version === '7.17.29' ? 6 : 7
    expect(verdict).toMatchObject({ outcome: 'passed', evidence: { documents } })
  })

  test('a missing shard does not hide enough evidence, but is no proof of too little', async () => {
    const probe = recorded(version, 'red-msearch')
    expect((await checkAgainst({ probe }, { mission: easy })).verdict.outcome).toBe('passed')
    const { verdict } = await checkAgainst({ probe }, { mission: { ...mission, documents: 50 } })
    expect(verdict).toMatchObject({ outcome: 'could-not-check', code: 'MB-SHARDS-FAILED' })
  })

  test('an empty index is waited for 45 s, then named', async () => {
    const script = { probe: recorded(version, 'empty-msearch2') }
    const first = await checkAgainst(script)
    expect(first.verdict).toMatchObject({
      outcome: 'not-yet',
      code: 'MB-WAITING-FOR-DATA',
      params: { seconds: 45 },
    })
    const after = (seconds: number) =>
      checkAgainst(
        script,
        { memory: { ...oldMemory, previous: first.remember } },
        new Date(NOW.getTime() + seconds * 1000),
      )
    expect((await after(44)).verdict).toMatchObject({ code: 'MB-WAITING-FOR-DATA' })
    expect((await after(45)).verdict).toMatchObject({ code: 'MB-INDEX-EMPTY' })
  })
})

describe('how much a cluster is asked', () => {
  const worst: Script = {
    probe: playProbe({ documents: 40, near: { any_tag: 40 } }),
    newest: playNewest(laptop),
    'all-tags': playAllTags('web'),
    'all-privileges': answered({ has_all_requested: true }),
    root: answered({ cluster_uuid: 'oFVMcIQbQtOdSOvafo9OfQ' }),
  }

  test('never more than four requests, however much would be worth knowing', async () => {
    const { asked, requests, verdict } = await checkAgainst(worst, newKey)
    expect(asked).toEqual(['probe', 'newest', 'all-tags', 'all-privileges'])
    expect(requests).toBe(4)
    expect(verdict).toMatchObject({ code: 'MB-UNTAGGED', hints: [{ code: 'MB-KEY-SUPERUSER' }] })
  })

  test('a new key that passes is asked for its rights and the cluster’s id, an old one is not', async () => {
    const script = { ...worst, probe: recorded('9.5.3', 'keyword-msearch2') }
    const first = await checkAgainst(script, { mission: easy, ...newKey })
    expect(first.asked).toEqual(['probe', 'all-privileges', 'root'])
    const memory = { ...oldMemory, previous: first.remember }
    const second = await checkAgainst(script, { mission: easy, memory })
    expect(second.asked).toEqual(['probe'])
    const idsOf = ({ verdict }: typeof first) =>
      verdict.outcome === 'passed' ? verdict.evidence.clusterIds : []
    expect(idsOf(second)).toEqual(idsOf(first))
    expect(idsOf(first)[0]).toMatch(/^uuid:[0-9a-f]{16}$/)
  })

  test.each<ClusterFault>(['unreachable', 'timeout', 'tls', 'busy', 'malformed', 'answer_too_big'])(
    'after %s nothing is asked again',
    async (fault) => {
      const { asked, verdict } = await checkAgainst({ probe: { kind: 'fault', fault } }, newKey)
      expect(asked).toEqual(['probe'])
      expect(verdict.outcome).toBe('could-not-check')
      expect(verdict).toMatchObject({ retryAfterSeconds: expect.any(Number) })
    },
  )

  test.each([429, 500, 502, 503, 504])('a %i is never asked again', async (status) => {
    const probe = answered({ error: { type: 'x', root_cause: [] }, status }, status)
    expect((await checkAgainst({ probe }, newKey)).asked).toEqual(['probe'])
  })

  test('an open-access cluster has no rights to ask for', async () => {
    const script = { probe: recorded('7.17.29', 'keyword-msearch2') }
    const { Secret } = await import('../../src/shared/secret.ts')
    const { asked } = await checkAgainst(script, { key: new Secret(''), mission: easy, ...newKey })
    expect(asked).toEqual(['probe'])
  })

  test('the conversation is closed, also when it breaks', async () => {
    expect((await checkAgainst(worst)).timesClosed).toBe(1)
    let closed = 0
    const check = createCheckCluster({
      now: () => NOW,
      openExchange: () => ({
        ask: () => Promise.reject(new Error('broken')),
        requestsSent: () => 0,
        close: () => Promise.resolve(void (closed += 1)),
      }),
    })
    await expect(check({ target, key, tag: TAG, mission, memory: oldMemory })).rejects.toThrow(
      'broken',
    )
    expect(closed).toBe(1)
  })
})

describe('what the next check remembers', () => {
  const untagged = { probe: playProbe({ documents: 40 }), newest: playNewest(laptop) }
  const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

  test('the same start with the same mistake is called not restarted after a minute, not before', async () => {
    const first = await checkAgainst(untagged)
    const memory = { ...oldMemory, previous: first.remember }
    expect((await checkAgainst(untagged, { memory }, later(59))).verdict).toMatchObject({
      code: 'MB-UNTAGGED',
    })
    const second = await checkAgainst(untagged, { memory }, later(60))
    expect(second.verdict).toMatchObject({
      code: 'MB-NOT-RESTARTED',
      params: { tag: TAG, still: 'MB-UNTAGGED', minutes: 1 },
    })
    const third = await checkAgainst(
      untagged,
      { memory: { ...oldMemory, previous: second.remember } },
      later(65),
    )
    expect(third.verdict).toMatchObject({ code: 'MB-NOT-RESTARTED' })
  })

  test('a new start is judged afresh', async () => {
    const { remember } = await checkAgainst(untagged)
    const agent = { ...laptop.agent, ephemeral_id: 'start-2' }
    const restarted = { ...untagged, newest: playNewest({ ...laptop, agent }) }
    const memory = { ...oldMemory, previous: remember }
    expect((await checkAgainst(restarted, { memory }, later(300))).verdict).toMatchObject({
      code: 'MB-UNTAGGED',
    })
  })

  test('a check that could not be made does not restart the minute', async () => {
    const first = await checkAgainst(untagged)
    const broken = await checkAgainst(
      { probe: { kind: 'fault', fault: 'timeout' } },
      { memory: { ...oldMemory, previous: first.remember } },
      later(30),
    )
    expect(broken.remember).toMatchObject({ code: 'MB-TIMEOUT', cause: 'MB-UNTAGGED' })
    const memory = { ...oldMemory, previous: broken.remember }
    expect((await checkAgainst(untagged, { memory }, later(61))).verdict).toMatchObject({
      code: 'MB-NOT-RESTARTED',
    })
  })

  test('nothing a cluster wrote is kept', async () => {
    const { remember } = await checkAgainst(
      { ...untagged, root: answered({ cluster_uuid: 'oFVMcIQbQtOdSOvafo9OfQ' }) },
      newKey,
    )
    expect(JSON.stringify(remember)).not.toMatch(/start-1|oFVMcIQb|laptop/)
    expect(remember.ephemeralIds).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)])
  })

  test('growth with a clock that runs behind is no stop', async () => {
    const played = { documents: 9, tagged: 3, first: 3720, last: 3700, live: 0 }
    const first = await checkAgainst({ probe: playProbe(played) })
    expect(first.verdict).toMatchObject({ code: 'MB-STOPPED', params: { documents: 3, needed: 5 } })
    const memory = { ...oldMemory, previous: { ...first.remember } }
    const second = await checkAgainst(
      { probe: playProbe({ ...played, tagged: 4 }) },
      { memory },
      later(10),
    )
    expect(second.verdict).toMatchObject({
      code: 'MB-TOO-FEW',
      hints: [{ code: 'MB-CLOCK-BEHIND', params: { minutes: 62 } }],
    })
  })
})

describe('only Elasticsearch’s own 200 is believed', () => {
  const probe = playProbe({
    documents: 20,
    tagged: 20,
    first: 90,
    metricsets: ['cpu', 'memory'],
  })
  test.each([
    ['itself', {}, 'passed'],
    ['without the product header', { product: false }, 'not-yet'],
    ['with status 203', { status: 203 }, 'could-not-check'],
    ['with status 302', { status: 302 }, 'could-not-check'],
  ])('the same answer %s', async (...[, change, outcome]) => {
    const { verdict } = await checkAgainst({ probe: { ...probe, ...change } })
    expect(verdict.outcome).toBe(outcome)
  })
})

describe('a clock that runs ahead', () => {
  const ahead = { documents: 9, tagged: 3, first: -3580, last: -3600, live: 3, taggedFuture: 3 }

  test('does not hide that shipping stopped: no growth for two minutes', async () => {
    const first = await checkAgainst({ probe: playProbe(ahead) })
    expect(first.verdict).toMatchObject({ code: 'MB-TOO-FEW', hints: [{ code: 'MB-CLOCK-AHEAD' }] })
    const memory = { ...oldMemory, previous: first.remember }
    const after = (seconds: number) =>
      checkAgainst(
        { probe: playProbe(ahead) },
        { memory },
        new Date(NOW.getTime() + seconds * 1000),
      )
    expect((await after(119)).verdict).toMatchObject({ code: 'MB-TOO-FEW' })
    expect((await after(120)).verdict).toMatchObject({ code: 'MB-STOPPED' })
  })
})

describe('what is said', () => {
  test('a near miss stands beside the right spelling, with its odd characters named', async () => {
    const newest = playNewest({ ...laptop, tags: ['\u201cpycon-7f3k-q9\u201d <b>'] })
    const { verdict } = await checkAgainst({ probe: playProbe({ documents: 3 }), newest })
    expect(verdict).toMatchObject({
      code: 'MB-TAG-NEAR-MISS',
      params: {
        yours: TAG,
        arrived: '⟨curved-quote⟩pycon-7f3k-q9⟨curved-quote⟩⟨blank⟩⟨bracket⟩b⟨bracket⟩',
        difference: 'several-words',
      },
    })
  })

  test('another person’s tag is never shown, nor taken for a near miss', async () => {
    const theirs = 'pycon-7f3k-q8'
    const probe = playProbe({ documents: 3, near: { any_tag: 3 }, tagsInUse: [theirs] })
    const memory = { ...oldMemory, otherTagOfEvent: (tag: string) => tag === theirs }
    const { verdict } = await checkAgainst({ probe, newest: playNewest(laptop) }, { memory })
    expect(verdict).toMatchObject({ code: 'MB-TAG-OF-ANOTHER-PERSON', params: { tag: TAG } })
    expect(JSON.stringify(verdict)).not.toContain(theirs)
  })

  test('one’s own tag in capitals is a near miss, even where the event takes it for a tag', async () => {
    const newest = playNewest({ ...laptop, tags: [TAG.toUpperCase()] })
    const memory = { ...oldMemory, otherTagOfEvent: (tag: string) => tag !== TAG }
    const { verdict } = await checkAgainst(
      { probe: playProbe({ documents: 3 }), newest },
      { memory },
    )
    expect(verdict).toMatchObject({ code: 'MB-TAG-NEAR-MISS', params: { difference: 'case' } })
  })

  test('a tag with another prefix is another event’s', async () => {
    const newest = playNewest({ ...laptop, tags: ['devday-8m2k4p7w3'] })
    const memory = { ...oldMemory, otherTagOfEvent: () => true }
    const input = { memory, tag: 'pycon-7h3vyz5t4' }
    const { verdict } = await checkAgainst({ probe: playProbe({ documents: 3 }), newest }, input)
    expect(verdict).toMatchObject({ code: 'MB-TAG-OF-ANOTHER-EVENT' })
  })

  test.each([
    ['another Beat', { ...taggedLaptop.agent, type: 'filebeat' }],
    ['no version', { ...taggedLaptop.agent, version: undefined }],
    ['a version nobody released', { ...taggedLaptop.agent, version: 'latest' }],
  ])('documents of %s are no mission done', async (_, agent) => {
    const played = { documents: 20, tagged: 20, first: 90, metricsets: ['cpu', 'memory'] }
    const done = await checkAgainst({ probe: playProbe(played) })
    expect(done.verdict.outcome).toBe('passed')
    const probe = playProbe({ ...played, newest: { ...taggedLaptop, agent } })
    expect((await checkAgainst({ probe })).verdict).toMatchObject({ code: 'MB-NOT-METRICBEAT' })
  })

  test('n of m, and about how many seconds more', async () => {
    const script = { probe: playProbe({ documents: 9, tagged: 2, first: 12, last: 2 }) }
    expect((await checkAgainst(script)).verdict).toMatchObject({
      code: 'MB-TOO-FEW',
      params: { documents: 2, needed: 5, seconds: 50 },
      right: [
        { code: 'MB-RIGHT-CONNECTED' },
        { code: 'MB-RIGHT-KEY' },
        { code: 'MB-RIGHT-METRICS', params: { hostName: 'kim-laptop' } },
        { code: 'MB-RIGHT-TAG', params: { documents: 2 } },
      ],
    })
  })

  test('however slowly they arrive, never more than about ten minutes', async () => {
    const script = { probe: playProbe({ documents: 9, tagged: 2, first: 1_002, last: 2 }) }
    expect((await checkAgainst(script)).verdict).toMatchObject({
      code: 'MB-TOO-FEW',
      params: { seconds: 600 },
    })
  })

  test('a wrong clock passes all the same, with the hint', async () => {
    const probe = playProbe({
      documents: 20,
      tagged: 20,
      first: -3500,
      last: -3600,
      taggedFuture: 20,
      metricsets: ['cpu', 'memory'],
    })
    expect((await checkAgainst({ probe })).verdict).toMatchObject({
      outcome: 'passed',
      evidence: { seconds: 100 },
      hints: [{ code: 'MB-CLOCK-AHEAD', params: { minutes: 60 } }],
    })
  })

  test('a host name outside its pattern is not repeated', async () => {
    const host = { ...taggedLaptop.host, name: '<img src=x>' }
    const probe = playProbe({
      documents: 3,
      tagged: 2,
      first: 9,
      newest: { ...taggedLaptop, host },
    })
    const { verdict } = await checkAgainst({ probe }, { memory: patientMemory })
    expect(verdict).toMatchObject({ code: 'MB-TOO-FEW' })
    expect(JSON.stringify(verdict)).not.toContain('img')
  })

  test('a traffic filter is told with our own address', async () => {
    const probe = answered({ ok: false, message: 'Forbidden' }, 403)
    expect((await checkAgainst({ probe })).verdict).toMatchObject({
      code: 'MB-TRAFFIC-FILTER',
      params: { ourAddress: '203.0.113.7' },
    })
  })

  test('an unknown answer leaves its status and a hash of its shape, no word of it', async () => {
    const body = { error: { type: 'secret_exception', reason: 'id AAAA', root_cause: [] } }
    const { verdict } = await checkAgainst({ probe: answered(body, 418) })
    expect(verdict).toMatchObject({
      code: 'MB-UNKNOWN',
      params: { fingerprint: expect.stringMatching(/^418-[0-9a-f]{16}$/) },
    })
    expect(JSON.stringify(verdict)).not.toMatch(/secret|AAAA/)
  })
})
