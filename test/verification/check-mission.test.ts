import { describe, expect, test } from '@jest/globals'
import { Secret } from '../../src/shared/secret.ts'
import type { CheckCluster, CheckInput } from '../../src/verification/check-cluster.ts'
import { createCheckMission } from '../../src/verification/check-mission.ts'
import type { Connection } from '../../src/verification/connection-choice.ts'
import type { Evidence, Verdict } from '../../src/verification/diagnosis/verdict.ts'
import { createVerificationStore } from '../../src/verification/verification-store.sql.ts'
import { createWrongKeys } from '../../src/verification/wrong-keys.ts'
import { addAttendee, eventWith, START } from '../support/claims-booth.ts'
import { databases, openTestStorage } from '../support/databases.ts'

const EVIDENCE: Evidence = {
  documents: 40,
  first: START,
  last: START,
  seconds: 74.6,
  metricsets: ['cpu'],
  hosts: ['kim-laptop'],
  hostIds: ['h1', 'h1'],
  agentIds: ['a1'],
  clusterIds: ['uuid:f1', 'host:cec6f261.us-east-1.aws.found.io:443'],
}
const PASSED: Verdict = { outcome: 'passed', evidence: EVIDENCE, hints: [], oddities: [] }
const NO_DATA: Verdict = {
  outcome: 'not-yet',
  code: 'MB-NO-DATA',
  params: { host: 'x' },
  right: [],
  hints: [],
}

const connection = (id = 'c1'): Connection => ({
  id,
  target: { scheme: 'https', host: 'x.found.io', port: 443, rehearsal: false },
  key: new Secret('ApiKey x'),
})

/** `answers` are given one after the other; each waits until `release` is called for it, when it is held. */
async function setUp(answers: readonly Verdict[], { held = false } = {}) {
  const storage = await openTestStorage(databases[0]!)
  await addAttendee(storage, 'a', false)
  await addAttendee(storage, 'b', false)
  const asked: CheckInput[] = []
  const waiting: (() => void)[] = []
  let begun: () => void = () => undefined
  const checkCluster: CheckCluster = async (input) => {
    const verdict = answers[Math.min(asked.length, answers.length - 1)]!
    asked.push(input)
    if (held) {
      begun()
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    return { verdict, remember: { at: START } as never, requests: 1 }
  }
  const verifications = createVerificationStore(storage)
  let ids = 0
  const check = createCheckMission({
    checkCluster,
    verifications,
    wrongKeys: createWrongKeys({ now: () => new Date(START) }),
    now: () => new Date(START),
    newId: () => `id-${++ids}`,
    fingerprint: (text) => `hmac(${text})`,
    onUnknown: () => undefined,
    missions: eventWith({}).missions,
    eventId: 'pycon',
  })
  const person = (id: string) =>
    ({ id, tag: `pycon-${id}`, nickname: id, language: 'ko', registeredAt: START }) as never
  return {
    check: (id: string, by = connection()) => check(person(id), by),
    asked,
    verifications,
    storage,
    release: () => {
      waiting.shift()?.()
    },
    nextQuestion: () =>
      new Promise<void>((resolve) => {
        begun = resolve
      }),
  }
}

describe('checks of one attendee', () => {
  test('at the same moment share one question and one answer', async () => {
    const { check, asked, release, nextQuestion, verifications } = await setUp([NO_DATA], {
      held: true,
    })
    const begun = nextQuestion()
    const all = [check('a'), check('a'), check('a')]
    await begun
    release()
    expect(await Promise.all(all)).toEqual(
      Array.from({ length: 3 }, () => ({ outcome: 'not-yet' })),
    )
    expect(asked).toHaveLength(1)
    expect(await verifications.attemptsOf('a', 9)).toMatchObject([{ times: 1 }])
  })

  test('one after the other ask each time; two people never share', async () => {
    const { check, asked } = await setUp([NO_DATA])
    await check('a')
    await check('a')
    await Promise.all([check('a'), check('b')])
    expect(asked.map(({ tag }) => tag)).toEqual(['pycon-a', 'pycon-a', 'pycon-a', 'pycon-b'])
  })

  test('keys that were refused meanwhile hold the next one up, however close it follows', async () => {
    const refused: Verdict = { ...NO_DATA, code: 'MB-KEY-WRONG-SECRET' }
    const { check, asked } = await setUp([refused])
    const outcomes = await Promise.all(
      ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((id) => check('a', connection(id))),
    )
    expect(asked).toHaveLength(4)
    expect(outcomes.filter(({ outcome }) => outcome === 'key-wait')).toHaveLength(2)
  })

  test('a check that breaks does not block the next', async () => {
    const { check, asked, verifications, storage } = await setUp([NO_DATA])
    const broken = createCheckMission({
      checkCluster: () => Promise.reject(new Error('a bug')),
      verifications,
      wrongKeys: createWrongKeys({ now: () => new Date(START) }),
      now: () => new Date(START),
      newId: () => 'x',
      fingerprint: (text) => text,
      onUnknown: () => undefined,
      missions: eventWith({}).missions,
      eventId: 'pycon',
    })
    await expect(broken({ id: 'a', tag: 'pycon-a' } as never, connection())).rejects.toThrow(
      'a bug',
    )
    await expect(broken({ id: 'a', tag: 'pycon-a' } as never, connection())).rejects.toThrow(
      'a bug',
    )
    expect(await check('a')).toEqual({ outcome: 'not-yet' })
    expect(asked).toHaveLength(1)
    await storage.close()
  })
})

describe('a pass', () => {
  test('is final: no cluster is asked again', async () => {
    const { check, asked } = await setUp([PASSED, NO_DATA])
    expect(await check('a')).toEqual({ outcome: 'passed' })
    expect(await check('a')).toEqual({ outcome: 'passed' })
    expect(asked).toHaveLength(1)
  })

  test('keeps names masked, identities as fingerprints, each once', async () => {
    const { check, verifications, storage } = await setUp([PASSED])
    await check('a')
    expect(await verifications.passOf('a')).toMatchObject({
      cluster: 'cec6….us-east-1.aws.found.io:443',
      hosts: ['ki…p'],
      documents: 40,
      seconds: 75,
    })
    const rows = await storage.read
      .selectFrom('identity')
      .select(['kind', 'hmac'])
      .orderBy('hmac')
      .execute()
    expect(rows.map(({ kind, hmac }) => [kind, hmac])).toEqual([
      ['agent', 'hmac(agent a1)'],
      ['cluster', 'hmac(cluster host:cec6f261.us-east-1.aws.found.io:443)'],
      ['cluster', 'hmac(cluster uuid:f1)'],
      ['host', 'hmac(host h1)'],
    ])
  })

  test.each([
    ['cluster', { hostIds: ['h2'], agentIds: ['a2'] }, 'MB-CLUSTER-USED'],
    ['computer', { clusterIds: ['uuid:f2'], agentIds: ['a2'] }, 'MB-HOST-USED'],
    ['Metricbeat', { clusterIds: ['uuid:f2'], hostIds: ['h2'] }, 'MB-AGENT-USED'],
  ])('that rests on another’s %s is not yet, and says why', async (_what, own, code) => {
    const { check, verifications } = await setUp([
      PASSED,
      { ...PASSED, evidence: { ...EVIDENCE, ...own } },
    ])
    await check('a')
    expect(await check('b')).toEqual({ outcome: 'not-yet' })
    expect(await verifications.attemptsOf('b', 1)).toMatchObject([{ code }])
    expect(await verifications.passOf('b')).toBeUndefined()
  })
})

test('what was learnt holds for the connection it was learnt with', async () => {
  const { check, asked } = await setUp([NO_DATA])
  await check('a')
  await check('a')
  await check('a', connection('c2'))
  expect(asked.map(({ memory }) => memory.keySeenBefore)).toEqual([false, true, false])
})
