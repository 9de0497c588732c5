import express, { type RequestHandler } from 'express'
import { Problem } from '../../shared/problem.ts'

/** Stands for what could not be decoded; every rule about text refuses it. */
export const UNREADABLE = '\uFFFD'

/** Names of fields of which the bytes are no UTF-8, until the body is read. */
const broken = new WeakMap<object, readonly string[]>()

/**
 * Reads forms as browsers send them: UTF-8, at most `limit`. A value that does not decode is handed on as
 * {@link UNREADABLE}, so that its field is named and the others are kept.
 */
export function formBody({ limit }: { limit: string }): RequestHandler[] {
  return [
    express.urlencoded({
      extended: false,
      limit,
      verify: (...[req, , bytes, charset]) => {
        if (charset !== 'utf-8') throw new Problem('bad-form')
        broken.set(req, fieldsThatDoNotDecode(bytes.toString('latin1')))
      },
    }),
    (req, _res, next) => {
      const fields = broken.get(req) ?? []
      const body = (req.body ?? {}) as Record<string, unknown>
      for (const field of fields) if (typeof body[field] === 'string') body[field] = UNREADABLE
      next()
    },
  ]
}

const PLAIN = /^[!-$&-~]*$/

/** @param body the bytes as they came, one character each */
function fieldsThatDoNotDecode(body: string): string[] {
  // What a phone's tap holds: letters, digits and what needs no escape.
  if (PLAIN.test(body)) return []
  return body.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=')
    const field = decode(name)
    return field !== undefined && decode(value.join('=')) === undefined ? [field] : []
  })
}

/** @returns undefined when `text` holds a bad percent sequence or bytes that are no UTF-8 */
function decode(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return undefined
  }
}
