import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseApiKey } from '../../../src/verification/key/parse-api-key.ts'

const id = 'trniAaIBjs1Hkk4UinqZ'
const secret = 'x_Ab-0123456789abcdefg'
const encoded = Buffer.from(`${id}:${secret}`).toString('base64')
const cloudId = `staging:${Buffer.from('us-east-1.aws.found.io$cec6f261a74bf24ce33bb8811b84294f$c6c2').toString('base64')}`

function headerOf(pasted: string): string {
  const parsed = parseApiKey(pasted)
  return parsed.kind === 'key' ? parsed.authorization.use((value) => value) : parsed.code
}

describe('forms that are used', () => {
  const urlAlphabet = Buffer.from(`${id}:${secret}`).toString('base64url')
  const answer = { id, name: 'booth-check', expiration: 1795500763519, api_key: secret, encoded }
  test.each([
    ['encoded', encoded],
    ['encoded, padding missing', encoded.replaceAll('=', '')],
    ['encoded, one padding sign', encoded.slice(0, -1)],
    ['encoded in quotes', `"${encoded}"`],
    ['encoded in curved quotes', `\u201c${encoded}\u201d`],
    ['encoded over two lines with blanks', `  ${encoded.slice(0, 30)} \r\n ${encoded.slice(30)}\n`],
    ['id:key, the Beats format', `${id}:${secret}`],
    ['id:key in a line of metricbeat.yml', `  api_key: "${id}:${secret}"`],
    ['with the scheme', `ApiKey ${encoded}`],
    ['with the scheme in small letters', `apikey ${encoded}`],
    ['the scheme before id:key', `ApiKey ${id}:${secret}`],
    ['a header', `Authorization: ApiKey ${encoded}`],
    ['a quoted header', `"Authorization: ApiKey ${encoded}"`],
    [
      'a curl line',
      `curl -H "Authorization: ApiKey ${encoded}" "https://x.es.eu.aws.found.io/_search"`,
    ],
    ['the JSON answer', JSON.stringify(answer, null, 2)],
    ['the JSON answer without encoded', JSON.stringify({ id, api_key: secret })],
    ['encoded twice', Buffer.from(encoded).toString('base64')],
    ['base64 with the URL alphabet', urlAlphabet],
  ])('%s', (_, pasted) => {
    expect(headerOf(pasted)).toBe(`ApiKey ${encoded}`)
  })

  test('an Elastic Cloud key is sent as it is', () => {
    const key = 'essu_VTJGc2RHVmtYMStqZz09AAAA'
    expect(headerOf(` ${key}\n`)).toBe(`ApiKey ${key}`)
    expect(parseApiKey(key)).toMatchObject({ kind: 'key', form: 'cloud' })
  })

  test('an unusual length is no reason to refuse', () => {
    const long = `${id}:${secret}AAAA`
    expect(headerOf(long)).toBe(`ApiKey ${Buffer.from(long).toString('base64')}`)
  })
})

describe('forms that are named', () => {
  test.each([
    ['nothing', '', 'MB-KEY-EMPTY', {}],
    ['blanks', ' \n', 'MB-KEY-EMPTY', {}],
    ['no text', undefined, 'MB-KEY-EMPTY', {}],
    ['a repeated field', ['a', 'b'], 'MB-KEY-EMPTY', {}],
    ['only the scheme', 'ApiKey ', 'MB-KEY-EMPTY', {}],
    ['only the id', id, 'MB-KEY-ONLY-ID', {}],
    ['only the secret', secret, 'MB-KEY-ONLY-SECRET', {}],
    ['encoded, 5 characters missing', encoded.slice(0, 53), 'MB-KEY-CUT-OFF', { missing: 5 }],
    ['encoded, 1 character missing', encoded.slice(0, 57), 'MB-KEY-CUT-OFF', { missing: 1 }],
    ['encoded, cut inside the id', encoded.slice(0, 20), 'MB-KEY-CUT-OFF', { missing: 38 }],
    [
      'id:key, 4 characters missing',
      `${id}:${secret.slice(0, 18)}`,
      'MB-KEY-CUT-OFF',
      { missing: 4 },
    ],
    ['id and nothing', `${id}:`, 'MB-KEY-CUT-OFF', { missing: 22 }],
    ['user and password', 'elastic:lab-only-password', 'MB-KEY-BASIC-LOGIN', {}],
    ['cloud.auth', 'cloud.auth: "elastic:secret"', 'MB-KEY-BASIC-LOGIN', {}],
    ['a basic header', 'Authorization: Basic ZWxhc3RpYzpwdw==', 'MB-KEY-BASIC-LOGIN', {}],
    ['a basic header without its name', 'ZWxhc3RpYzpsYWItb25seQ==', 'MB-KEY-BASIC-LOGIN', {}],
    ['curl with a password', 'curl -u elastic:pw https://x.found.io', 'MB-KEY-BASIC-LOGIN', {}],
    ['a Cloud ID', cloudId, 'MB-KEY-IS-ADDRESS', {}],
    ['a Cloud ID without its name', cloudId.slice('staging:'.length), 'MB-KEY-IS-ADDRESS', {}],
    ['an address', 'https://my.es.eu.aws.elastic-cloud.com', 'MB-KEY-IS-ADDRESS', {}],
    ['a host', 'my.es.eu.aws.elastic-cloud.com:443', 'MB-KEY-IS-ADDRESS', {}],
    ['a word', 'changeme', 'MB-KEY-UNREADABLE', {}],
    ['a sentence in Korean', '키를 모르겠어요', 'MB-KEY-UNREADABLE', {}],
    ['a whole file', 'A'.repeat(5000), 'MB-KEY-UNREADABLE', {}],
  ])('%s', (...[, pasted, code, params]) => {
    expect(parseApiKey(pasted)).toEqual({ kind: 'refused', code, params })
  })
})

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'.split('')
const word = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...LETTERS),
    minLength: length,
    maxLength: length,
  })

test('every key is read from both its forms, whatever its characters are', () => {
  fc.assert(
    fc.property(word(20), word(22), (anyId, anySecret) => {
      const once = Buffer.from(`${anyId}:${anySecret}`).toString('base64')
      expect(headerOf(once)).toBe(`ApiKey ${once}`)
      expect(headerOf(`${anyId}:${anySecret}`)).toBe(`ApiKey ${once}`)
    }),
  )
})

test('a cut-off key is never sent, and what is missing is counted', () => {
  fc.assert(
    fc.property(
      word(20),
      word(22),
      fc.integer({ min: 1, max: 30 }),
      (anyId, anySecret, missing) => {
        const whole = Buffer.from(`${anyId}:${anySecret}`).toString('base64').replaceAll('=', '')
        const parsed = parseApiKey(whole.slice(0, -missing))
        expect(parsed).toEqual({ kind: 'refused', code: 'MB-KEY-CUT-OFF', params: { missing } })
      },
    ),
  )
})

test('whatever is pasted gets an answer that does not repeat it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: 'binary' }), (pasted) => {
      expect(JSON.stringify(parseApiKey(pasted))).not.toContain(JSON.stringify(pasted).slice(1, -1))
    }),
  )
})
