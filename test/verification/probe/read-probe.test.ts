import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FollowUp } from '../../../src/verification/probe/follow-up-request.ts'
import { FOLLOW_UPS } from '../../../src/verification/probe/follow-up-request.ts'
import { readFinding } from '../../../src/verification/probe/read-finding.ts'
import { readProbe } from '../../../src/verification/probe/read-probe.ts'
import { type Played, playProbe, taggedLaptop } from '../support/played-answers.ts'
import { findRecorded, VERSIONS } from '../support/recorded.ts'
import { answered, checkAgainst, TAG } from '../support/scripted-cluster.ts'

function factsOf(played: Played) {
  const probe = playProbe(played)
  const reading = readProbe(probe.kind === 'answer' ? probe.body : undefined, TAG)
  return reading.kind === 'facts' ? reading.facts : undefined
}

const good: Played = { documents: 9, tagged: 6, first: 90, last: 1, metricsets: ['cpu', 'memory'] }

describe('the schema of the answer', () => {
  test.each(VERSIONS)(
    'takes what %s really answered, and ignores fields it does not use',
    (version) => {
      const { body } = findRecorded(version, 'keyword-msearch2')
      expect(readProbe(body, TAG)).toMatchObject({
        kind: 'facts',
        facts: {
          shards: 1,
          complete: 'yes',
          near: { otherCase: version === '7.17.29' ? 4 : 5, inFields: 1, asName: 0 },
          details: { metricsets: expect.arrayContaining(['cpu', 'load', 'memory']) },
          tagsOfEvent: expect.arrayContaining(['PyCon-7F3K-Q9', 'pycon-7f3k-q9-old']),
        },
      })
    },
  )

  test.each([
    ['nothing', undefined],
    ['a text', 'ok'],
    ['no responses', {}],
    ['five parts', { responses: [1, 2, 3, 4, 5] }],
    [
      'a count that is no number',
      { responses: Array(6).fill({ status: 200, hits: { total: { value: '9' } } }) },
    ],
    [
      'an unsafe count',
      { responses: Array(6).fill({ status: 200, _shards: { total: 1e20, failed: 0 } }) },
    ],
    [
      'a negative count',
      { responses: Array(6).fill({ status: 200, _shards: { total: -1, failed: 0 } }) },
    ],
  ])('refuses %s', (_, body) => {
    expect(readProbe(body, TAG)).toEqual({ kind: 'malformed' })
  })

  test('a receipt without the tag letter by letter is no tagged document', () => {
    expect(factsOf(good)?.tagged.documents).toBe(6)
    const odd = { ...taggedLaptop, tags: [TAG.toUpperCase()] }
    expect(factsOf({ ...good, newest: odd })?.tagged.documents).toBe(0)
  })

  test('a moment outside the calendar is as if it were missing', () => {
    expect(factsOf({ ...good, last: -1e15 })?.tagged.last).toBeUndefined()
  })

  test('ids and versions that are not of their form are dropped', () => {
    const agent = { ...taggedLaptop.agent, version: '9<script>', id: 'a b', ephemeral_id: '\u0007' }
    const seen = factsOf({ ...good, newest: { ...taggedLaptop, agent } })?.tagged.newest
    expect(seen?.agent).toEqual({ type: 'metricbeat', name: 'laptop' })
  })
})

/** Anything JSON can hold in the places we read, so that no shape of an answer breaks a check. */
const anyPart = fc.oneof(
  fc.jsonValue(),
  fc.record({
    status: fc.constantFrom(200, 400, 403, 429, 503),
    _shards: fc.oneof(fc.record({ total: fc.nat(3), failed: fc.nat(1) }), fc.jsonValue()),
    hits: fc.oneof(
      fc.record({
        total: fc.record({ value: fc.nat(9) }),
        hits: fc.array(fc.jsonValue(), { maxLength: 2 }),
      }),
      fc.jsonValue(),
    ),
    aggregations: fc.jsonValue(),
    error: fc.jsonValue(),
  }),
)

test('whatever a cluster answers becomes one named verdict', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.jsonValue(),
        fc.record({ responses: fc.array(anyPart, { minLength: 6, maxLength: 6 }) }),
      ),
      fc.constantFrom(200, 200, 200, 301, 400, 401, 403, 404, 418, 429, 500, 503),
      fc.boolean(),
      async (...[body, status, product]) => {
        const probe = { kind: 'answer', status, product, kibana: false, body } as const
        const { verdict, requests } = await checkAgainst({ probe })
        expect(['passed', 'not-yet', 'could-not-check']).toContain(verdict.outcome)
        expect(requests).toBeLessThanOrEqual(4)
      },
    ),
    { numRuns: 500 },
  )
})

test('whatever answers a second question, it is no fault', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FOLLOW_UPS), fc.jsonValue(), (question: FollowUp, body) => {
      expect(typeof readFinding(question, answered(body))).toBe('object')
    }),
  )
})
