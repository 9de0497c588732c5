import type { Request, RequestHandler, Response } from 'express'
import { Problem } from '../../shared/problem.ts'
import type { TokenBucket } from './token-bucket.ts'

export type AddressCeiling = {
  addresses: TokenBucket
  /** Does the request carry a login or link that we gave out? */
  isKnownVisitor: (req: Request) => Promise<boolean>
}

/** Open for hours, and many: no sign of somebody asking too often. */
const STREAMS: ReadonlySet<string> = new Set(['/wall/events'])

/**
 * A ceiling far above what a full booth behind one address does; it only ends floods. Whoever has a link or a login
 * passes however much their neighbours ask. @throws Problem crowded-network
 */
export function addressCeiling({ addresses, isKnownVisitor }: AddressCeiling): RequestHandler {
  return async (req, res, next) => {
    const network = networkOf(req.ip ?? '')
    if (STREAMS.has(req.path)) {
      next()
      return
    }
    if (addresses.takeIfLeft(network))
      res.once('close', () => {
        if (wasKnown(res)) addresses.giveBack(network)
      })
    else if (!(await isKnownVisitor(req)))
      throw new Problem('crowded-network', { retryAfterSeconds: RETRY_SECONDS })
    next()
  }
}

/** A flood that ends has given way by then. */
const RETRY_SECONDS = 10

/** Whoever answered the request has found out by its end; asking beforehand would cost every request a query. */
function wasKnown({ locals }: Response): boolean {
  return ['attendee', 'formToken', 'kiosk'].some((name) => locals[name] !== undefined)
}

const LONGEST_KEY = 64

/** An IPv4 address, or the first 56 bits of an IPv6 one: what one household or company is given. */
export function networkOf(address: string): string {
  const ipv4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1]
  if (ipv4 !== undefined) return ipv4
  return address.includes(':') ? first56Bits(address) : address.slice(0, LONGEST_KEY)
}

function first56Bits(address: string): string {
  const [before = [], after = []] = address
    .split('::')
    .map((part) => part.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const bits = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16) || 0)
  return [...bits.slice(0, 3), (bits[3] ?? 0) & 0xff00].map((group) => group.toString(16)).join(':')
}
