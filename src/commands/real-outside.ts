import { randomInt } from 'node:crypto'
import { customAlphabet } from 'nanoid'
import type { Outside } from '../outside.ts'
import type { Config } from '../config.ts'
import { createLog } from '../platform/log.ts'
import { orderedId } from '../platform/ordered-id.ts'
import { createPasswordHash, STRONG } from '../platform/password-hash.ts'
import {
  createOpenExchange,
  type OpenExchange,
} from '../verification/connection/cluster-exchange.ts'
import { listOwnAddresses } from '../verification/connection/own-addresses.ts'
import { createHostResolver } from '../verification/connection/resolve-host.ts'
import {
  ELASTIC_DOMAINS,
  ELASTIC_PORTS,
  type TargetPolicy,
} from '../verification/target/parse-target.ts'

/** 26 of these 32 symbols are 130 bits; none is lost in a line break or read as another. */
const TOKEN_SYMBOLS = '23456789abcdefghijkmnpqrstuvwxyz'
const TOKEN_LENGTH = 26
const NAME_MS = 2_000
const TURN_MS = 500

/** The real clock, randomness, name service and network. */
export function realOutside(config: Config): Omit<Outside, 'storage' | 'secrets'> {
  const policy = targetPolicy(config)
  return {
    policy,
    openExchange: openExchangeFor(config, policy),
    ...(config.verification.ourAddress !== undefined && {
      ourAddress: config.verification.ourAddress,
    }),
    now: () => new Date(),
    pick: (max) => randomInt(max),
    newId: () => orderedId(new Date()),
    newToken: customAlphabet(TOKEN_SYMBOLS, TOKEN_LENGTH),
    passwords: createPasswordHash(STRONG),
    log: createLog(config.logLevel),
    everyTurn: (turn) => {
      const timer = setInterval(turn, TURN_MS)
      return () => {
        clearInterval(timer)
      }
    },
  }
}

/** The guarded way to clusters that `policy` admits. */
export function openExchangeFor({ verification }: Config, policy: TargetPolicy): OpenExchange {
  const { nat64Prefix, ourAddress } = verification
  return createOpenExchange({
    resolver: createHostResolver({ nameMs: NAME_MS }),
    ownAddresses: () => listOwnAddresses(ourAddress === undefined ? [] : [ourAddress]),
    policy,
    userAgent: 'booth-mission',
    ...(nat64Prefix !== undefined && { nat64Prefix }),
  })
}

/** What people may type as an address, from the environment. */
export function targetPolicy({ verification }: Config): TargetPolicy {
  return {
    mode: verification.mode,
    allowedSuffixes: [...ELASTIC_DOMAINS, ...verification.extraDomains],
    allowedPorts: [...ELASTIC_PORTS, ...verification.extraPorts],
    rehearsalOrigins: verification.practiceOrigins,
  }
}
