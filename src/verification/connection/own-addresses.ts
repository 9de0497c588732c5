import { networkInterfaces } from 'node:os'

/** Every address of this machine, and those the organiser says it is known by from outside. */
export function listOwnAddresses(configured: readonly string[]): readonly string[] {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  // A link-local address is written with its zone on some systems.
  const found = interfaces.flatMap(({ address }) => address.split('%', 1))
  return [...found, ...configured]
}
