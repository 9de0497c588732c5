import { describe, expect, test } from '@jest/globals'
import { GuardFault } from '../../../src/verification/connection/guard-fault.ts'
import { judgeAddress } from '../../../src/verification/connection/judge-address.ts'
import { listOwnAddresses } from '../../../src/verification/connection/own-addresses.ts'
import { pinAddresses } from '../../../src/verification/connection/pin-addresses.ts'
import { createPublicWall } from '../../../src/verification/connection/wall.ts'
import type { Target } from '../../../src/verification/target/parse-target.ts'
import { createScriptedResolver } from '../../support/scripted-resolver.ts'
import type { ScriptedRound } from '../../support/scripted-resolver.ts'

const PUBLIC = '93.184.216.34'
const OWN = ['5.6.7.8', '2a00:1450:4001::5']
const target: Target = { scheme: 'https', host: 'x.found.io', port: 443, rehearsal: false }

/** The addresses that would be dialled, or the fault, behind production's wall. */
async function dialledFor(
  round: ScriptedRound,
  nat64Prefix?: string,
): Promise<readonly string[] | string> {
  const wall = createPublicWall(() => ({ ownAddresses: OWN, ...(nat64Prefix && { nat64Prefix }) }))
  const resolver = createScriptedResolver(round)
  try {
    return await pinAddresses(target, { resolver, wall, nameMs: 20 })
  } catch (error) {
    if (error instanceof GuardFault) return error.fault
    throw error
  }
}

/** Rows of the resolver table that are one single bad address each. */
const BAD_ADDRESSES: readonly (readonly [row: string, address: string])[] = [
  ['D3', '127.0.0.1'],
  ['D4', '::1'],
  ['D5', '0.0.0.0'],
  ['D6', '::'],
  ['D7', '10.0.0.1'],
  ['D8', '192.168.0.1'],
  ['D9', '169.254.169.254'],
  ['D10', '169.254.170.2'],
  ['D11', '100.100.100.200'],
  ['D12', '192.0.0.192'],
  ['D13', '168.63.129.16'],
  ['D14', '::ffff:169.254.169.254'],
  ['D15', '::ffff:7f00:1'],
  ['D16', '::127.0.0.1'],
  ['D17', '::ffff:0:127.0.0.1'],
  ['D18', '64:ff9b::a9fe:a9fe'],
  ['D19', '64:ff9b:1:a00:0:100::'],
  ['D20', '2002:7f00:1::'],
  ['D21', '2001:0:7f00:1::'],
  ['D22', 'fec0::1'],
  ['D23', 'fd00:ec2::254'],
  ['D24', 'fe80::1'],
  ['D25', '100:0:0:1::1'],
  ['D26', '3fff::1'],
  ['D27', '5.6.7.8'],
  ['D27 in IPv6, spelled otherwise', '2A00:1450:4001:0::5'],
]

/** D33: the neighbours of what is refused, so that no range is drawn too wide. */
const JUST_OUTSIDE = [
  '100.63.255.254',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '11.0.0.0',
  '192.169.0.0',
  '169.255.0.0',
  '223.255.255.254',
  '2606:4700::6810:85e5',
]

describe('what the name service may answer', () => {
  test('D1: a public address is dialled', async () => {
    expect(await dialledFor({ a: [PUBLIC] })).toEqual([PUBLIC])
  })

  test('D2: one bad answer refuses them all, wherever it stands', async () => {
    expect(await dialledFor({ a: [PUBLIC, '127.0.0.1'] })).toBe('address_blocked')
    expect(await dialledFor({ a: ['127.0.0.1', PUBLIC] })).toBe('address_blocked')
    expect(await dialledFor({ a: [PUBLIC], aaaa: ['::1'] })).toBe('address_blocked')
  })

  test.each(BAD_ADDRESSES)(
    '%s: %s is refused, alone and beside a public one',
    async (_row, bad) => {
      const kind = bad.includes(':') ? 'aaaa' : 'a'
      expect(await dialledFor({ [kind]: [bad] })).toBe('address_blocked')
      expect(await dialledFor({ a: [PUBLIC], aaaa: ['2606:4700::1'], [kind]: [bad] })).toBe(
        'address_blocked',
      )
    },
  )

  test('D29: a chain of names that ends inside counts by its end', async () => {
    // c-ares follows the chain; only final addresses reach us.
    expect(await dialledFor({ a: ['10.11.12.13'] })).toBe('address_blocked')
  })

  test.each([
    ['an empty answer', { a: [], aaaa: [] }, 'name_unknown'],
    ['no such name', { a: 'ENOTFOUND', aaaa: 'ENOTFOUND' }, 'name_unknown'],
    ['a name without addresses', { a: 'ENODATA', aaaa: 'ENODATA' }, 'name_unknown'],
    ['a failing name server', { a: 'ESERVFAIL', aaaa: 'ESERVFAIL' }, 'unreachable'],
    ['a name server failing for one kind', { a: 'ENODATA', aaaa: 'ESERVFAIL' }, 'unreachable'],
    ['a silent name server', { a: 'silence', aaaa: 'silence' }, 'unreachable'],
  ] as const)('D30, D31: %s', async (_what, round, fault) => {
    expect(await dialledFor(round)).toBe(fault)
  })

  test('silence for one kind of address does not lose the other', async () => {
    expect(await dialledFor({ a: [PUBLIC], aaaa: 'silence' })).toEqual([PUBLIC])
  })

  test('D32: of 500 addresses 16 are judged, the rest ignored', async () => {
    const many = Array.from({ length: 500 }, (_, n) => `93.184.${n >> 8}.${n & 255}`)
    expect(await dialledFor({ a: many })).toEqual(many.slice(0, 2))
    expect(await dialledFor({ a: many.with(15, '127.0.0.1') })).toBe('address_blocked')
    expect(await dialledFor({ a: many.with(16, '127.0.0.1') })).toEqual(many.slice(0, 2))
  })

  test.each(JUST_OUTSIDE)('D33: %s is dialled', async (address) => {
    const kind = address.includes(':') ? 'aaaa' : 'a'
    expect(await dialledFor({ [kind]: [address] })).toEqual([address])
  })

  test('IPv4 goes first, and two addresses are the most', async () => {
    const round = { a: [PUBLIC], aaaa: ['2606:4700::1', '2606:4700::2'] }
    expect(await dialledFor(round)).toEqual([PUBLIC, '2606:4700::1'])
  })

  test('what is no plain address is refused', async () => {
    for (const odd of [
      '',
      'localhost',
      '127.1',
      '1.2.3',
      '2606:4700::1%eth0',
      '0x7f000001',
      '1.2.3.4 ',
    ]) {
      expect(await dialledFor({ a: [odd] })).toBe('address_blocked')
    }
  })

  test('the name is asked with a dot at its end, so that no search domain is tried', async () => {
    const resolver = createScriptedResolver({ a: [PUBLIC] })
    await pinAddresses(target, {
      resolver,
      wall: createPublicWall(() => ({ ownAddresses: [] })),
      nameMs: 20,
    })
    expect(resolver.asked).toEqual(['A x.found.io.', 'AAAA x.found.io.'])
  })
})

describe('a network whose names resolve into a NAT64 prefix', () => {
  test('without the setting such an answer is refused', async () => {
    expect(await dialledFor({ aaaa: ['64:ff9b::5db8:d822'] })).toBe('address_blocked')
  })

  test.each([
    ['64:ff9b::5db8:d822', 'public inside'],
    ['64:ff9b::93.184.216.34', 'public inside, written dotted'],
  ])('with it %s is judged by the address inside (%s)', async (address) => {
    expect(await dialledFor({ aaaa: [address] }, '64:ff9b::')).toEqual([address])
  })

  test.each([
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::7f00:1',
    '64:ff9b::',
    '64:ff9b::a00:1',
    '64:ff9b::506:708',
    '64:ff9b:0:0:0:1:5db8:d822',
    '::1',
  ])('%s stays refused', async (address) => {
    expect(await dialledFor({ aaaa: [address] }, '64:ff9b::')).toBe('address_blocked')
  })

  test('a prefix of the operator’s own hides nothing either', async () => {
    expect(await dialledFor({ aaaa: ['2a00:1450:64::a00:1'] }, '2a00:1450:64::')).toBe(
      'address_blocked',
    )
    expect(await dialledFor({ aaaa: ['2a00:1450:64::5db8:d822'] }, '2a00:1450:64::')).toHaveLength(
      1,
    )
  })
})

test('our own interfaces are among our own addresses, and the configured one', () => {
  const own = listOwnAddresses([PUBLIC])
  expect(own).toEqual(expect.arrayContaining(['127.0.0.1', PUBLIC]))
  expect(judgeAddress(PUBLIC, { ownAddresses: own })).toBe('blocked')
})
