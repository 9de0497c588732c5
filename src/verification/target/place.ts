import type { TargetRefusal } from './target.ts'

/** A host and port read from a text but not judged yet. */
export type Place = { host: string; port: number }

/** What a reading rule answers: a place, or the first rule that failed. */
export type ReadPlace = { kind: 'place'; place: Place } | { kind: 'refused'; reason: TargetRefusal }

/** Elastic Cloud and https agree on this port when none is written. */
export const DEFAULT_PORT = 443

const PADDED = /^0\d/

/** Digits or nothing to a port; a padded number reads differently elsewhere, so it is no port. */
export function parsePort(digits: string | undefined): number | undefined {
  if (digits === undefined) return DEFAULT_PORT
  return PADDED.test(digits) ? undefined : Number(digits)
}

/**
 * Does the platform's own URL parser read exactly this host and port, and nothing else?
 * This kills short, octal, hexadecimal, padded and percent-encoded addresses at one stroke.
 */
export function agreesWithUrlParser(text: string, place: Place): 'agrees' | TargetRefusal {
  if (!URL.canParse(text)) return 'url_parse'
  const url = new URL(text)
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port)
  const nothingElse =
    url.username + url.password + url.search + url.hash === '' && url.pathname === '/'
  const same = url.protocol === 'https:' && url.hostname === place.host && port === place.port
  return same && nothingElse ? 'agrees' : 'parser_disagrees'
}
