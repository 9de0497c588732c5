import type { Readable } from 'node:stream'
import { GuardFault } from './guard-fault.ts'

const FIRST_ROOM = 16 * 1024
/** A real answer comes in a handful; a quarter of a million one-byte chunks cost 90 ms of our time. */
const MOST_CHUNKS = 2_048

/**
 * Reads a body of at most `limit` bytes as UTF-8. Rejects with a GuardFault (`answer_too_big`,
 * `malformed`) or the connection's own error.
 */
export async function readBody(body: Readable, limit: number): Promise<string> {
  const room = createRoom(limit)
  const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>()
  // Flowing, not iterated: many small chunks must not pile up as objects.
  body.on('data', (chunk: Buffer) => {
    if (!room.add(chunk)) body.destroy(new GuardFault('answer_too_big'))
  })
  body.on('end', () => {
    resolve(undefined)
  })
  body.on('error', reject)
  body.on('close', () => {
    reject(new GuardFault('unreachable'))
  })
  await ended
  return decode(room.bytes())
}

/** Throws an unread body away. */
export function dropBody(body: Readable): void {
  // In some versions of undici this emits an error, which without a listener ends the process.
  body.on('error', () => undefined)
  body.destroy()
}

/** One growing buffer, so that what a chunk costs us is its bytes and not its number. */
function createRoom(limit: number): { add(chunk: Buffer): boolean; bytes(): Uint8Array } {
  let buffer = Buffer.allocUnsafe(Math.min(FIRST_ROOM, limit))
  let used = 0
  let chunks = 0
  return {
    add: (chunk) => {
      chunks += 1
      if (chunks > MOST_CHUNKS || used + chunk.length > limit) return false
      while (used + chunk.length > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.min(buffer.length * 2, limit))
        buffer.copy(larger, 0, 0, used)
        buffer = larger
      }
      used += chunk.copy(buffer, used)
      return true
    },
    bytes: () => buffer.subarray(0, used),
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new GuardFault('malformed')
  }
}
