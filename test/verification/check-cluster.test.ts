import { describe, expect, test } from '@jest/globals'
import { checkAgainst } from './support/scripted-cluster.ts'
import { recorded, VERSIONS } from './support/recorded.ts'
import { mission, patientMemory } from './support/scripted-cluster.ts'

const easy = { ...mission, documents: 3 }

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

  test('text mappings pass too', async () => {
    const { verdict } = await checkAgainst(
      { probe: recorded(version, 'text-msearch2') },
      { mission: easy },
    )
    expect(verdict).toMatchObject({ outcome: 'passed', evidence: { documents: 3 } })
  })

  test('keyword and text indices side by side are counted together', async () => {
    const { verdict } = await checkAgainst(
      { probe: recorded(version, 'mixed-msearch2') },
      { mission: easy },
    )
    const documents = version === '7.17.29' ? 6 : 7
    expect(verdict).toMatchObject({ outcome: 'passed', evidence: { documents } })
  })

  test('an empty index is waited for, then named', async () => {
    const script = { probe: recorded(version, 'empty-msearch2') }
    const first = await checkAgainst(script)
    expect(first.verdict).toMatchObject({ outcome: 'not-yet', code: 'MB-WAITING-FOR-DATA' })
    const later = await checkAgainst(script, { memory: patientMemory })
    expect(later.verdict).toMatchObject({ outcome: 'not-yet', code: 'MB-INDEX-EMPTY' })
  })
})
