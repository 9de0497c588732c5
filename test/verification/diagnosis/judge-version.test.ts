import { describe, expect, test } from '@jest/globals'
import { readAnswer } from '../../../src/verification/connection/read-answer.ts'
import { playProbe, plenty } from '../support/played-answers.ts'
import { answered, checkAgainst, oldMemory } from '../support/scripted-cluster.ts'

const probe = playProbe(plenty)
const newKey = { memory: { ...oldMemory, keySeenBefore: false } }
const root = (number: string) =>
  answered({ cluster_uuid: 'AbCdEfGhIjKlMnOpQrStUv', version: { number } })

describe('a version below 7.17 that answers everything', () => {
  test.each(['7.14.0', '7.15.2', '7.16.3'])(
    '%s is named where the key may see it',
    async (number) => {
      const { verdict } = await checkAgainst({ probe, root: root(number) }, newKey)
      expect(verdict).toMatchObject({ code: 'MB-TOO-OLD', params: { version: number } })
    },
  )

  test.each(['7.17.0', '7.17.29', '8.0.0', '9.5.3', '10.0.0'])(
    '%s is not too old',
    async (number) => {
      const { verdict } = await checkAgainst({ probe, root: root(number) }, newKey)
      expect(verdict.outcome).toBe('passed')
    },
  )

  test('where nobody may see the version, the data decides', async () => {
    const forbidden = answered({ error: { type: 'security_exception', reason: 'no' } }, 403)
    const { verdict, remember } = await checkAgainst({ probe, root: forbidden }, newKey)
    expect(verdict.outcome).toBe('passed')
    expect(remember.clusterVersion).toBeUndefined()
  })
})

describe('a version in the warnings of an answer', () => {
  const said = (warning: string) =>
    readAnswer({
      statusCode: 200,
      headers: {
        'content-type': 'application/json',
        'x-elastic-product': 'Elasticsearch',
        warning,
      },
      body: {},
    })

  test('is read as three numbers', () => {
    const warning =
      '299 Elasticsearch-7.16.3-4e6e4eab2297e949ec994e688dad46290d018022 "Elasticsearch built-in security features are not enabled."'
    expect(said(warning)).toMatchObject({ version: '7.16.3' })
  })

  test.each(['299 Elasticsearch-<b>-x "y"', '199 other "299 Elasticsearch-7.16.3-"', ''])(
    'is nothing else: %s',
    (warning) => {
      expect(said(warning)).not.toHaveProperty('version')
    },
  )
})
