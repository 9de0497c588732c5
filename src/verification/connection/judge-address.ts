import { BlockList, isIP } from 'node:net'

/**
 * IANA special-purpose IPv4 registry, multicast and reserved space, and Azure's WireServer, which
 * looks public. https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]
/** https://www.iana.org/assignments/iana-ipv6-special-registry, as far as it lies in 2000::/3. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']
/** The only part of IPv6 given out for the public internet. */
const GLOBAL_IPV6 = toBlockList(['2000::/3'])
const SPECIAL = toBlockList([...SPECIAL_IPV4, ...SPECIAL_IPV6])

export type AddressRules = {
  /** Our own addresses: every interface, and the public one where we stand behind a translation. */
  ownAddresses: readonly string[]
  /** A /96 prefix such as `64:ff9b::`: on a network without IPv4, names resolve into it (RFC 6052). */
  nat64Prefix?: string
}

/** May this literal address be dialled? Anything that is not a plain public address is `blocked`. */
export function judgeAddress(address: string, rules: AddressRules): 'public' | 'blocked' {
  const family = familyOf(address)
  if (family === undefined || isOneOf(address, rules.ownAddresses)) return 'blocked'

  const embedded = family === 'ipv6' ? embeddedIpv4(address, rules.nat64Prefix) : undefined
  if (embedded !== undefined) return judgeAddress(embedded, { ownAddresses: rules.ownAddresses })
  if (family === 'ipv6' && !GLOBAL_IPV6.check(address, family)) return 'blocked'
  return SPECIAL.check(address, family) ? 'blocked' : 'public'
}

/** Do two texts mean the same address? `2001:DB8::1` and `2001:db8:0::1` do. */
export function isOneOf(address: string, addresses: readonly string[]): boolean {
  const family = familyOf(address)
  if (family === undefined) return false
  const list = new BlockList()
  for (const other of addresses) {
    const otherFamily = familyOf(other)
    if (otherFamily) list.addAddress(other, otherFamily)
  }
  return list.check(address, family)
}

/** The IPv4 address in the last 32 bits, where the network's own translator would send us. */
function embeddedIpv4(address: string, prefix: string | undefined): string | undefined {
  if (prefix === undefined || !toBlockList([`${prefix}/96`]).check(address, 'ipv6'))
    return undefined
  // The URL parser writes every IPv6 address the same way, a dotted tail included.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':')
  const last = groups.slice(-2).map((group) => parseInt(group === '' ? '0' : group, 16))
  return last.flatMap((pair) => [pair >> 8, pair & 255]).join('.')
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  // A zone (`fe80::1%eth0`) names an interface of ours, never a host on the internet.
  if (address.includes('%')) return undefined
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)]
}

function toBlockList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}
