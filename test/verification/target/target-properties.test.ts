import { isIP } from 'node:net'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  ELASTIC_DOMAINS,
  ELASTIC_PORTS,
  STRICT_POLICY,
  findTargetInPaste,
  parseTarget,
} from '../../../src/verification/target/parse-target.ts'
import type { TargetPolicy } from '../../../src/verification/target/parse-target.ts'
import { inputTable } from './input-table.ts'

const modes: readonly TargetPolicy[] = [STRICT_POLICY, { ...STRICT_POLICY, mode: 'open' }]

/** Pieces that texts of the input table are made of, glued in any order. */
const nearMiss = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'https://',
        'HTTPS://',
        'http://',
        'x',
        '.',
        ':',
        '/',
        '\\',
        '@',
        '#',
        '?',
        '%',
        '$',
        '[::1]',
        '443',
        ':443',
        ':9243',
        ':0443',
        '127.0.0.1',
        '127.1',
        '0x7f',
        '2130706433',
        '169.254.169.254',
        'xn--',
        '.found.io',
        '.elastic-cloud.com',
        'found.io',
        '.kb.',
        '.es.',
        'localhost',
        '\u2460',
        '\u3002',
        '\u0000',
        '\t',
        '\r\n',
        ' ',
        '-',
        '_',
        '%2f',
        '。',
        'ſ',
        'K',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

/** A Cloud ID with anything inside: canonical base64, so only the shape can refuse it. */
const cloudIdOfAnything = fc.tuple(nearMiss, nearMiss, nearMiss).map(([label, domain, es]) => {
  return `${label}:${Buffer.from(`${domain}$${es}`, 'utf8').toString('base64')}`
})

/** A row of the input table with one character replaced. */
const mutatedRow = fc
  .tuple(fc.constantFrom(...inputTable), fc.nat(), fc.string({ minLength: 0, maxLength: 2 }))
  .map(([{ input }, at, put]) => {
    if (typeof input !== 'string' || input === '') return put
    const place = at % input.length
    return input.slice(0, place) + put + input.slice(place + 1)
  })

const anyText = fc.oneof(nearMiss, cloudIdOfAnything, mutatedRow, fc.webUrl(), fc.string())

test('whatever is accepted means one public name and one Elastic Cloud port to every parser', () => {
  let accepted = 0
  const check = fc.property(anyText, fc.constantFrom(...modes), (typed, policy) => {
    const parsed = parseTarget(typed, policy)
    if (parsed.kind === 'refused') return
    accepted += 1
    const { scheme, host, port, rehearsal } = parsed.target
    expect({ scheme, rehearsal }).toEqual({ scheme: 'https', rehearsal: false })
    expect(ELASTIC_PORTS).toContain(port)
    expect(isIP(host)).toBe(0)
    expect(host).toMatch(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{1,63}$/)

    const url = new URL(`https://${host}:${port}`)
    expect([url.hostname, url.username, url.pathname]).toEqual([host, '', '/'])
    if (policy.mode === 'strict') {
      expect(ELASTIC_DOMAINS.some((suffix) => host.endsWith(`.${suffix}`))).toBe(true)
    }
  })
  fc.assert(check, { numRuns: 20_000 })
  // The property says nothing when nothing is ever accepted.
  expect(accepted).toBeGreaterThan(100)
})

test('an accepted address stays the same when it is read again', () => {
  fc.assert(
    fc.property(anyText, (typed) => {
      const first = parseTarget(typed, STRICT_POLICY)
      if (first.kind === 'refused') return
      const { host, port } = first.target
      expect(parseTarget(`https://${host}:${port}`, STRICT_POLICY)).toEqual(first)
    }),
    { numRuns: 5_000 },
  )
})

test('whatever arrives, strict accepts only what open accepts', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.anything()), (typed) => {
      const open = parseTarget(typed, { ...STRICT_POLICY, mode: 'open' })
      if (parseTarget(typed, STRICT_POLICY).kind === 'target') expect(open.kind).toBe('target')
    }),
    { numRuns: 5_000 },
  )
})

test('an offer from any paste is accepted when it is confirmed', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
      const offer = findTargetInPaste(texts.join(' '), STRICT_POLICY)
      if (offer !== undefined) expect(parseTarget(offer, STRICT_POLICY).kind).toBe('target')
    }),
    { numRuns: 5_000 },
  )
})
