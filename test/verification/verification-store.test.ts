import { describe, expect, test } from '@jest/globals'
import { createVerificationStore } from '../../src/verification/verification-store.sql.ts'
import type {
  AttemptToRecord,
  Identity,
  PassToRecord,
} from '../../src/verification/verification-store.ts'
import { addAttendee, START } from '../support/claims-booth.ts'
import { databases, openTestStorage, reopenTestStorage } from '../support/databases.ts'

const identity = (hmac: string, limit = 1, kind: Identity['kind'] = 'cluster'): Identity => ({
  kind,
  hmac,
  limit,
})

function passOf(registrationId: string, identities: readonly Identity[] = []): PassToRecord {
  return {
    registrationId,
    identities,
    pass: {
      mission: 'metricbeat',
      verdict: 'ok',
      passedAt: START,
      cluster: 'cec6….found.io',
      hosts: ['ki…p'],
      documents: 42,
      seconds: 75,
      metricsets: ['cpu', 'memory'],
      oddities: [],
      hints: [{ code: 'MB-CLOCK-AHEAD', params: { minutes: 5 } }],
    },
    rules: { documents: 20, seconds: 60 },
  }
}

let number = 0
const attempt = (registrationId: string, more: Partial<AttemptToRecord> = {}): AttemptToRecord => ({
  id: `attempt-${++number}`,
  registrationId,
  at: new Date(Date.parse(START) + number * 1000).toISOString(),
  outcome: 'not-yet',
  code: 'MB-NO-DATA',
  params: { host: 'a.example' },
  hints: [],
  ...more,
})

describe.each(databases)('what is kept of checks, on $name', (database) => {
  async function setUp(people: readonly string[]) {
    const storage = await openTestStorage(database)
    for (const id of people) await addAttendee(storage, id, false)
    const journal = async () =>
      await storage.read
        .selectFrom('journal')
        .select(['kind', 'registration_id', 'data'])
        .orderBy('seq')
        .execute()
    const slots = async () =>
      storage.read.selectFrom('identity').selectAll().orderBy('hmac').orderBy('slot').execute()
    return { storage, store: createVerificationStore(storage), journal, slots }
  }

  describe('a pass', () => {
    test('is kept whole, with one line in the journal', async () => {
      const { store, journal } = await setUp(['a'])
      expect(await store.recordPass(passOf('a'))).toEqual({ kind: 'passed' })
      const { pass, rules } = passOf('a')
      expect(await store.passOf('a')).toEqual({ ...pass, rules })
      expect((await journal()).map(({ kind }) => kind)).toEqual(['passed'])
      expect(await store.passOf('b')).toBeUndefined()
    })

    test('is final: a later one changes nothing, takes nothing and says so', async () => {
      const { store, journal, slots } = await setUp(['a'])
      await store.recordPass(passOf('a', [identity('c1')]))
      const later = passOf('a', [identity('c2')])
      expect(await store.recordPass({ ...later, pass: { ...later.pass, documents: 9 } })).toEqual({
        kind: 'already-passed',
      })
      expect((await store.passOf('a'))?.documents).toBe(42)
      expect((await slots()).map(({ hmac }) => hmac)).toEqual(['c1'])
      expect(await journal()).toHaveLength(1)
    })

    test('at the same moment twice for one person is one', async () => {
      const { store, journal } = await setUp(['a'])
      const outcomes = await Promise.all(
        [1, 2, 3, 4].map(() => store.recordPass(passOf('a', [identity('c1')]))),
      )
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
        'already-passed',
        'already-passed',
        'already-passed',
        'passed',
      ])
      expect(await journal()).toHaveLength(1)
    })
  })

  describe('one cluster', () => {
    test('stands behind one pass; the other person keeps nothing of theirs', async () => {
      const { store, journal, slots } = await setUp(['a', 'b'])
      await store.recordPass(passOf('a', [identity('c1'), identity('h1', 1, 'host')]))
      expect(
        await store.recordPass(passOf('b', [identity('h2', 1, 'host'), identity('c1')])),
      ).toEqual({ kind: 'used', by: 'cluster' })
      expect(await store.passOf('b')).toBeUndefined()
      expect((await slots()).map(({ hmac, registration_id }) => [hmac, registration_id])).toEqual([
        ['c1', 'a'],
        ['h1', 'a'],
      ])
      expect(await journal()).toHaveLength(1)
      // Their own things are free for their next try.
      expect(
        await store.recordPass(passOf('b', [identity('h2', 1, 'host'), identity('c2')])),
      ).toEqual({ kind: 'passed' })
    })

    test('for many people at the same moment: exactly one passes', async () => {
      const place = await database.newPlace()
      const one = await reopenTestStorage(place)
      // Two SQLite connections in one thread would wait for each other for ever; PostgreSQL plays two instances.
      const two = database.name === 'SQLite' ? one : await reopenTestStorage(place)
      const people = Array.from({ length: 12 }, (_, at) => `p${at}`)
      for (const id of people) await addAttendee(one, id, false)
      const stores = [createVerificationStore(one), createVerificationStore(two)]
      const outcomes = await Promise.all(
        people.map((id, at) =>
          // The identities come in different orders, which must not make two transactions wait for each other.
          stores[at % 2]!.recordPass(
            passOf(
              id,
              at % 3 === 0 ? [identity('c1'), identity('c0')] : [identity('c0'), identity('c1')],
            ),
          ),
        ),
      )
      expect(outcomes.filter(({ kind }) => kind === 'passed')).toHaveLength(1)
      expect(outcomes.filter(({ kind }) => kind === 'used')).toHaveLength(11)
      expect(await one.read.selectFrom('pass').select('registration_id').execute()).toHaveLength(1)
    })

    test('control: with as many clusters as people everybody passes', async () => {
      const { store } = await setUp(['a', 'b', 'c', 'd'])
      const outcomes = await Promise.all(
        ['a', 'b', 'c', 'd'].map((id) => store.recordPass(passOf(id, [identity(`c-${id}`)]))),
      )
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['passed']))
    })

    test('of a team stands behind as many passes as the event allows, at once or in turn', async () => {
      const { store, slots } = await setUp(['a', 'b', 'c', 'd', 'e'])
      const outcomes = await Promise.all(
        ['a', 'b', 'c', 'd'].map((id) => store.recordPass(passOf(id, [identity('team', 3)]))),
      )
      expect(outcomes.filter(({ kind }) => kind === 'passed')).toHaveLength(3)
      expect(await store.recordPass(passOf('e', [identity('team', 3)]))).toEqual({
        kind: 'used',
        by: 'cluster',
      })
      expect((await slots()).map(({ slot }) => slot)).toEqual([0, 1, 2])
      // The organiser raises the limit: the next one passes.
      expect(await store.recordPass(passOf('e', [identity('team', 4)]))).toEqual({ kind: 'passed' })
    })

    test('is told apart from a host and an agent of the same fingerprint', async () => {
      const { store } = await setUp(['a', 'b'])
      await store.recordPass(passOf('a', [identity('x', 1, 'cluster')]))
      expect(
        await store.recordPass(passOf('b', [identity('x', 1, 'host'), identity('x', 1, 'agent')])),
      ).toEqual({ kind: 'passed' })
    })
  })

  describe('attempts', () => {
    test('with one answer make one row that grows; the journal hears once', async () => {
      const { store, journal } = await setUp(['a'])
      const tries = [attempt('a'), attempt('a'), attempt('a')]
      for (const one of tries) await store.recordAttempt(one)
      expect(await store.attemptsOf('a', 9)).toEqual([
        {
          firstAt: tries[0]!.at,
          lastAt: tries[2]!.at,
          times: 3,
          outcome: 'not-yet',
          code: 'MB-NO-DATA',
          params: { host: 'a.example' },
          hints: [],
        },
      ])
      expect(
        (await journal()).map(({ kind, data }) => [kind, JSON.parse(data) as unknown]),
      ).toEqual([['cause-named', { outcome: 'not-yet', code: 'MB-NO-DATA' }]])
    })

    test('with another answer make another row, newest first; back to the first is a third', async () => {
      const { store, journal } = await setUp(['a'])
      for (const code of ['MB-NO-DATA', 'MB-UNTAGGED', 'MB-NO-DATA'])
        await store.recordAttempt(attempt('a', { code }))
      expect((await store.attemptsOf('a', 9)).map(({ code, times }) => [code, times])).toEqual([
        ['MB-NO-DATA', 1],
        ['MB-UNTAGGED', 1],
        ['MB-NO-DATA', 1],
      ])
      expect(await store.attemptsOf('a', 2)).toHaveLength(2)
      expect(await journal()).toHaveLength(3)
    })

    test('a number that moves is told to other pages, and shown in the same row', async () => {
      const { store, journal } = await setUp(['a'])
      for (const documents of [3, 3, 9])
        await store.recordAttempt(attempt('a', { code: 'MB-TOO-FEW', params: { documents } }))
      expect(await store.attemptsOf('a', 9)).toMatchObject([{ times: 3, params: { documents: 9 } }])
      expect(await journal()).toHaveLength(2)
    })

    test('"we could not check" is not folded into "not yet" of the same code', async () => {
      const { store } = await setUp(['a'])
      await store.recordAttempt(attempt('a'))
      await store.recordAttempt(attempt('a', { outcome: 'could-not-check' }))
      expect(await store.attemptsOf('a', 9)).toHaveLength(2)
    })

    test('of one person are not another’s', async () => {
      const { store } = await setUp(['a', 'b'])
      await store.recordAttempt(attempt('a'))
      await store.recordAttempt(attempt('b'))
      expect(await store.attemptsOf('a', 9)).toMatchObject([{ times: 1 }])
      expect(await store.attemptsOf('b', 9)).toMatchObject([{ times: 1 }])
    })

    test('what the last check learnt is there for the next, until a check learns nothing', async () => {
      const { store } = await setUp(['a'])
      expect(await store.rememberedOf('a')).toBeUndefined()
      const remember = { connection: 'c1', previous: { at: START } } as unknown as NonNullable<
        AttemptToRecord['remember']
      >
      await store.recordAttempt(attempt('a', { remember }))
      expect(await store.rememberedOf('a')).toEqual(remember)
      await store.recordAttempt(attempt('a'))
      expect(await store.rememberedOf('a')).toBeUndefined()
    })

    test('of several pages at the same moment none is lost', async () => {
      const { store } = await setUp(['a'])
      await store.recordAttempt(attempt('a'))
      await Promise.all(Array.from({ length: 8 }, () => store.recordAttempt(attempt('a'))))
      const rows = await store.attemptsOf('a', 99)
      expect(rows.reduce((sum, { times }) => sum + times, 0)).toBe(9)
    })
  })
})
