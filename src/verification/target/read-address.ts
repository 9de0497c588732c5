import { agreesWithUrlParser, parsePort } from './place.ts'
import type { ReadPlace } from './place.ts'

const ADDRESS = /^https:\/\/([a-z0-9.-]+)(?::(\d{1,5}))?\/?$/

/** Rules 3 and 4: `https://host[:port][/]` and nothing more, read alike by us and by `new URL()`. */
export function readAddress(text: string): ReadPlace {
  const folded = text.toLowerCase()
  if (!folded.startsWith('https://')) return { kind: 'refused', reason: 'scheme' }

  const [, host, digits] = ADDRESS.exec(folded) ?? []
  if (host === undefined) return { kind: 'refused', reason: 'shape' }
  const port = parsePort(digits)
  if (port === undefined) return { kind: 'refused', reason: 'port_form' }

  const place = { host, port }
  const agreement = agreesWithUrlParser(folded, place)
  return agreement === 'agrees' ? { kind: 'place', place } : { kind: 'refused', reason: agreement }
}
