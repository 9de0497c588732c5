import { describe, expect, test } from '@jest/globals'
import {
  ELASTIC_DOMAINS,
  ELASTIC_PORTS,
  STRICT_POLICY,
  parseTarget,
} from '../../../src/verification/target/parse-target.ts'
import type { TargetPolicy } from '../../../src/verification/target/parse-target.ts'
import { inputTable } from './input-table.ts'

const open: TargetPolicy = { ...STRICT_POLICY, mode: 'open' }

/** The verdict in the words of the input table. */
function verdictOn(input: unknown, policy: TargetPolicy): string {
  const parsed = parseTarget(input, policy)
  if (parsed.kind === 'refused') return parsed.reason
  return `allow ${parsed.target.host}:${parsed.target.port}`
}

test('the table is whole: 136 rows, 11 of them allowed', () => {
  expect(inputTable).toHaveLength(136)
  expect(inputTable.filter(({ verdict }) => verdict.startsWith('allow '))).toHaveLength(11)
})

describe.each(inputTable)('row $row ($why)', ({ input, verdict }) => {
  test(`strict mode says ${verdict}`, () => {
    expect(verdictOn(input, STRICT_POLICY)).toBe(verdict)
  })

  test('open mode differs only where the list of domains decides', () => {
    const said = verdictOn(input, open)
    if (verdict === 'not_allowlisted') expect(said).toMatch(/^allow [a-z0-9.-]+:443$/)
    else expect(said).toBe(verdict)
  })
})

describe('the other rules of the order', () => {
  test.each([
    ['a kibana address', 'https://my-dep.kb.us-east-1.aws.found.io', 'kibana_address'],
    ['an APM address', 'https://my-dep.apm.us-east-1.aws.found.io', 'wrong_product'],
    ['a Fleet address', 'https://my-dep.fleet.us-east-1.aws.found.io', 'wrong_product'],
    [
      'the intake of a serverless project',
      'https://p-ab12.ingest.us-east-1.aws.elastic.cloud',
      'wrong_product',
    ],
    [
      'a private link',
      'https://x.es.privatelink.westeurope.azure.elastic-cloud.com:9243',
      'wrong_product',
    ],
    [
      'a deployment still being created',
      'https://undefined.us-east-1.aws.found.io',
      'wrong_product',
    ],
    ['another product outside the list', 'https://my.kb.example.com', 'kibana_address'],
    ['a Cloud ID with a padded port', btoa('us-east-1.aws.found.io:0443$abc'), 'port_form'],
    ['a Cloud ID with an impossible port', btoa('us-east-1.aws.found.io:99999$abc'), 'port'],
    [
      'a Cloud ID with upper case',
      btoa('US-East-1.aws.found.io$ABC'),
      'allow abc.us-east-1.aws.found.io:443',
    ],
    [
      'a serverless Cloud ID',
      btoa('us-east-1.aws.elastic.cloud$p-1.es$p-1.kb'),
      'allow p-1.es.us-east-1.aws.elastic.cloud:443',
    ],
    [
      'a Cloud ID without its padding',
      btoa('us-east-1.aws.found.io$ab').replace(/=+$/, ''),
      'cloudid_b64',
    ],
    ['a label of 64 letters', `https://${'a'.repeat(64)}.found.io`, 'bad_label'],
    ['a name of 254 letters', `https://${'a.'.repeat(123)}found.io`, 'bad_label'],
    ['an Elasticsearch port that is not Elastic Cloud’s', 'https://x.found.io:9200', 'port'],
  ])('%s', (_what, input, verdict) => {
    expect(verdictOn(input, STRICT_POLICY)).toBe(verdict)
  })

  test('port 9200 comes by configuration only', () => {
    const policy = { ...STRICT_POLICY, allowedPorts: [...ELASTIC_PORTS, 9200] }
    expect(verdictOn('https://x.found.io:9200', policy)).toBe('allow x.found.io:9200')
  })

  test('the organiser may extend the list, at a label boundary too', () => {
    const policy = { ...STRICT_POLICY, allowedSuffixes: [...ELASTIC_DOMAINS, 'example.com'] }
    expect(verdictOn('https://es.example.com', policy)).toBe('allow es.example.com:443')
    expect(verdictOn('https://badexample.com', policy)).toBe('not_allowlisted')
  })
})

describe('rehearsal', () => {
  const rehearsal = {
    ...STRICT_POLICY,
    rehearsalOrigins: ['http://127.0.0.1:9208', 'https://[::1]:9243'],
  }

  test('takes a literally configured origin as it is', () => {
    const target = { scheme: 'http', host: '127.0.0.1', port: 9208, rehearsal: true }
    expect(parseTarget('http://127.0.0.1:9208', rehearsal)).toEqual({ kind: 'target', target })
  })

  test.each([
    'http://127.0.0.1:9209',
    'http://127.0.0.1',
    'https://127.0.0.1:9208',
    'http://127.0.0.1:9208/_search',
    'http://127.0.0.1:9208@evil.example',
    'http://x@127.0.0.1:9208',
    'http://127.1:9208',
    'http://localhost:9208',
    'http://127.0.0.1:9208/',
    ' http://127.0.0.1:9208',
    'http://127.0.0.1:9208\n',
    'http://127.0.0.1:9208\u00a0',
    'HTTP://127.0.0.1:9208',
  ])('nothing near it: %s', (input) => {
    expect(parseTarget(input, rehearsal).kind).toBe('refused')
  })

  test('a configured text that is no plain origin admits nothing', () => {
    const odd = {
      ...STRICT_POLICY,
      rehearsalOrigins: ['http://127.0.0.1:9208/x', 'http://127.1:9208'],
    }
    for (const input of odd.rehearsalOrigins) expect(verdictOn(input, odd)).toBe('scheme')
  })

  test('outside rehearsal the same origin is refused', () => {
    expect(verdictOn('http://127.0.0.1:9208', STRICT_POLICY)).toBe('scheme')
    expect(verdictOn('http://127.0.0.1:9208', open)).toBe('scheme')
  })
})
