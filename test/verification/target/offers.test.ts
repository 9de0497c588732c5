import { describe, expect, test } from '@jest/globals'
import {
  STRICT_POLICY,
  findTargetInPaste,
  parseTarget,
} from '../../../src/verification/target/parse-target.ts'
import { inputTable } from './input-table.ts'

const cloudId = `staging:${btoa('us-east-1.aws.found.io$cec6f261a74bf24ce33bb8811b84294f$c6c2')}`
const cloudIdAddress = 'https://cec6f261a74bf24ce33bb8811b84294f.us-east-1.aws.found.io'

describe('an address of another product of the deployment', () => {
  test.each([
    [
      'https://my-dep.kb.us-east-1.aws.found.io:9243/',
      'https://my-dep.es.us-east-1.aws.found.io:9243',
    ],
    ['https://my-dep.apm.us-east-1.aws.found.io', 'https://my-dep.es.us-east-1.aws.found.io'],
    [
      'https://p-ab12.ingest.us-east-1.aws.elastic.cloud',
      'https://p-ab12.es.us-east-1.aws.elastic.cloud',
    ],
    [
      'https://my-dep.kb.us-east-1.aws.found.io/app/discover#/?x',
      'https://my-dep.es.us-east-1.aws.found.io',
    ],
  ])('%s offers the Elasticsearch of the same deployment', (typed, offer) => {
    expect(parseTarget(typed, STRICT_POLICY)).toMatchObject({ kind: 'refused', offer })
  })

  test.each([
    ['a host named by id', 'https://cec6f261a74bf24ce33bb8811b84294f.kb.us-east-1.aws.found.io'],
    ['a foreign domain', 'https://my-dep.kb.example.com'],
    ['a deployment still being created', 'https://undefined.us-east-1.aws.found.io'],
    ['a private link', 'https://x.es.privatelink.westeurope.azure.elastic-cloud.com'],
  ])('%s offers nothing', (_what, typed) => {
    expect(parseTarget(typed, STRICT_POLICY)).not.toHaveProperty('offer')
  })
})

describe('an address inside a longer paste', () => {
  const address = 'https://my-dep.es.us-east-1.aws.found.io'

  test.each([
    ['a line of metricbeat.yml', `  hosts: ["${address}:443"]`, address],
    ['an address with a path', `${address}/_cat/indices?v`, address],
    ['an address without https', 'my-dep.es.us-east-1.aws.found.io:9243', `${address}:9243`],
    ['plain http', `http://my-dep.es.us-east-1.aws.found.io`, address],
    ['a curl command', `curl -H 'Authorization: ApiKey x' "${address}/"`, address],
    ['the same address twice', `${address} ${address}/`, address],
    ['a cloud.id line', `cloud.id: "${cloudId}"`, cloudIdAddress],
    ['a command with a cloud.id', `metricbeat -E "cloud.id=${cloudId}" -e`, cloudIdAddress],
  ])('%s is found and offered, not used', (_what, paste, offer) => {
    expect(findTargetInPaste(paste, STRICT_POLICY)).toBe(offer)
    expect(parseTarget(paste, STRICT_POLICY)).toMatchObject({ kind: 'refused', offer })
  })

  test('two different addresses are no offer', () => {
    expect(
      findTargetInPaste(`${address} https://other.es.us-east-1.aws.found.io`, STRICT_POLICY),
    ).toBe(undefined)
  })

  test('a file name is no address, in open mode neither', () => {
    expect(
      findTargetInPaste('metricbeat -c metricbeat.yml', { ...STRICT_POLICY, mode: 'open' }),
    ).toBe(undefined)
  })

  test('a whole configuration file is read, a bigger text is not', () => {
    const file = `${'# comment\n'.repeat(200)}cloud.id: ${cloudId}`
    expect(findTargetInPaste(file, STRICT_POLICY)).toBe(cloudIdAddress)
    expect(findTargetInPaste(`${' '.repeat(16_384)}${address}`, STRICT_POLICY)).toBe(undefined)
  })

  test('what disguises its host is never offered', () => {
    const disguised = inputTable.filter(({ row }) => row !== '97' && row !== '98' && row !== '99')
    const offers = disguised.flatMap(({ input, verdict }) => {
      const parsed = parseTarget(input, STRICT_POLICY)
      return verdict === 'shape' && 'offer' in parsed ? [parsed.offer] : []
    })
    expect(offers).toEqual([])
  })

  test('an offer is itself accepted, on whatever the input table holds', () => {
    for (const { input } of inputTable) {
      const parsed = parseTarget(input, STRICT_POLICY)
      if (!('offer' in parsed)) continue
      expect(parseTarget(parsed.offer, STRICT_POLICY).kind).toBe('target')
    }
  })
})
