import express, { type RequestHandler } from 'express'
import { Problem } from '../../shared/problem.ts'

const FORM = /^application\/x-www-form-urlencoded\b/i
const OTHER_CHARSET = /charset=(?!"?utf-8)/i
/** A percent sign that begins nothing is read like this byte, which is no UTF-8. */
const NO_LETTER = '%FF'
const STRAY_PERCENT = /%(?![0-9a-f]{2})/gi
/** Many times as many as any form of ours has. */
const MOST_FIELDS = 1_000
/** A field that is there twice is no text, so every rule about text refuses it. */
const TWICE: readonly string[] = []

/**
 * Reads forms as browsers send them: UTF-8, at most `limit`. What does not decode becomes U+FFFD, which every rule about
 * text refuses: so its field is named and the others are kept. Browsers pack no form, so a small body cannot hide a large
 * one. Source: URL Standard, "application/x-www-form-urlencoded parsing"
 * @throws Problem bad-form
 */
export function formBody({ limit }: { limit: string }): RequestHandler[] {
  return [
    express.raw({
      limit,
      inflate: false,
      type: ({ headers }) => FORM.test(headers['content-type'] ?? ''),
    }),
    (req, _res, next) => {
      const body: unknown = req.body
      if (Buffer.isBuffer(body)) {
        if (OTHER_CHARSET.test(req.headers['content-type'] ?? '')) throw new Problem('bad-form')
        req.body = readFields(body.toString())
      }
      next()
    },
  ]
}

/** @throws Problem bad-form */
function readFields(text: string): Readonly<Record<string, unknown>> {
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) throw new Problem('bad-form')
  const pairs = new URLSearchParams(text.replace(STRAY_PERCENT, NO_LETTER))
  const fields = new Map<string, string | typeof TWICE>()
  for (const [name, value] of pairs) fields.set(name, fields.has(name) ? TWICE : value)
  return Object.fromEntries(fields)
}
