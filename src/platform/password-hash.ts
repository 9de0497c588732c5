import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../shared/secret.ts'

/** What scrypt may cost: `cost` is its N. Memory is 128 · N · 8 bytes. */
export type HashCost = { cost: number }

/** About 0.4 s and 128 MiB on two cores. Source: OWASP password storage cheat sheet (N=2^17, r=8, p=1). */
export const STRONG: HashCost = { cost: 2 ** 17 }

/** For rehearsals, whose PINs are thrown away with everything else. */
export const QUICK: HashCost = { cost: 2 ** 4 }

export type PasswordHash = {
  /** A text to store: cost, salt and hash of `secret`. */
  hash(secret: Secret): Promise<string>
  /** Is `secret` what was hashed? A stored text of another cost still works. */
  matches(secret: Secret, stored: string): Promise<boolean>
}

const BLOCK_SIZE = 8
const SALT_BYTES = 16
const HASH_BYTES = 32
/** More would take the memory and the worker threads that the rest of the booth needs. */
const AT_A_TIME = 2

/** Slow hashes for what people can remember: PINs and passphrases. At most two are computed at a time. */
export function createPasswordHash({ cost }: HashCost): PasswordHash {
  const inTurn = takeTurns(AT_A_TIME)
  const derive = (secret: Secret, salt: Buffer, n: number) =>
    inTurn(() => secret.use((text) => deriveKey(text, salt, n)))
  return {
    hash: async (secret) => {
      const salt = randomBytes(SALT_BYTES)
      const key = await derive(secret, salt, cost)
      return ['scrypt', cost, salt.toString('base64url'), key.toString('base64url')].join('$')
    },
    matches: async (secret, stored) => {
      const [name, n, salt = '', key = ''] = stored.split('$')
      if (name !== 'scrypt') return false
      const known = Buffer.from(key, 'base64url')
      const given = await derive(secret, Buffer.from(salt, 'base64url'), Number(n))
      return known.length === given.length && timingSafeEqual(known, given)
    },
  }
}

function deriveKey(text: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: BLOCK_SIZE, p: 1, maxmem: 256 * cost * BLOCK_SIZE }
  return new Promise((resolve, reject) => {
    // The same text typed on another keyboard may be composed otherwise: NFKC makes it one.
    scrypt(text.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}

/** Runs at most `most` at a time; who comes later waits in line. */
function takeTurns(most: number) {
  const line: (() => void)[] = []
  let running = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= most) await new Promise<void>((resolve) => line.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }
}
