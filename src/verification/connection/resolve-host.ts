import { promises as dns } from 'node:dns'
import { codeOf, GuardFault } from './guard-fault.ts'

/** The two questions we ask of the name service. `dns.promises.Resolver` answers them. */
export type HostResolver = {
  resolve4(name: string): Promise<string[]>
  resolve6(name: string): Promise<string[]>
}

/** A host with more addresses than this has the rest of them ignored, judged and dialled never. */
const MOST_ADDRESSES = 16

/** The name service says: there is no such name, or it has no address. Anything else is trouble. */
const UNKNOWN = ['ENOTFOUND', 'ENODATA']

/**
 * Real name queries over c-ares: one try, and never `dns.lookup`, which holds one of four worker
 * threads for as long as a slow name server likes. `servers` are for tests; none = the system's.
 */
export function createHostResolver({ nameMs, servers = [] }: ResolverSettings): HostResolver {
  const resolver = new dns.Resolver({ timeout: nameMs, maxTimeout: nameMs, tries: 1 })
  if (servers.length > 0) resolver.setServers(servers)
  return {
    resolve4: (name) => resolver.resolve4(name),
    resolve6: (name) => resolver.resolve6(name),
  }
}
export type ResolverSettings = { nameMs: number; servers?: readonly string[] }

/**
 * All addresses of a host, IPv4 first, at most 16. Throws a GuardFault: `name_unknown` when the
 * name service denies the name, `unreachable` when it does not answer by `nameMs` or fails.
 */
export async function resolveHost(
  host: string,
  resolver: HostResolver,
  nameMs: number,
): Promise<readonly string[]> {
  // The dot at the end keeps the search domains of our own network out of it.
  const name = `${host}.`
  const answers = await Promise.all([
    ask(resolver.resolve4(name), nameMs),
    ask(resolver.resolve6(name), nameMs),
  ])
  const addresses = answers.flatMap((answer) => (Array.isArray(answer) ? answer : []))
  if (addresses.length > 0) return addresses.slice(0, MOST_ADDRESSES)
  const denied = answers.every((answer) => answer !== 'trouble')
  throw new GuardFault(denied ? 'name_unknown' : 'unreachable')
}

async function ask(
  answer: Promise<string[]>,
  nameMs: number,
): Promise<string[] | 'none' | 'trouble'> {
  const { promise: tooLate, resolve } = Promise.withResolvers<'trouble'>()
  const timer = setTimeout(resolve, nameMs, 'trouble')
  try {
    return await Promise.race([answer.catch(readDenial), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

function readDenial(error: unknown): 'none' | 'trouble' {
  return UNKNOWN.includes(codeOf(error)) ? 'none' : 'trouble'
}
