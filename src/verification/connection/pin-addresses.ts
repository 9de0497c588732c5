import type { Target } from '../target/target.ts'
import { GuardFault } from './guard-fault.ts'
import { resolveHost } from './resolve-host.ts'
import type { HostResolver } from './resolve-host.ts'
import { literalAddresses } from './wall.ts'
import type { Wall } from './wall.ts'

/** The first address, and one more where the first does not answer. */
const MOST_DIALLED = 2

export type Naming = { resolver: HostResolver; wall: Wall; nameMs: number }

/**
 * The addresses one conversation may dial, decided once. Every answer of the name service is
 * judged and one bad one refuses them all: a host that is half inside is not worth half a visit.
 * Throws a GuardFault (`address_blocked`, `name_unknown`, `unreachable`).
 */
export async function pinAddresses(
  target: Target,
  { resolver, wall, nameMs }: Naming,
): Promise<readonly string[]> {
  const addresses = target.rehearsal
    ? literalAddresses(target)
    : await resolveHost(target.host, resolver, nameMs)
  if (!addresses.every((address) => wall.admits(address, target))) {
    throw new GuardFault('address_blocked')
  }
  return addresses.slice(0, MOST_DIALLED)
}
