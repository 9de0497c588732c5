import type { Branded } from '../shared/brand.ts'
import { drawSymbols, hasValidCheck, tidySymbols, type Pick } from '../shared/symbols.ts'

/** What an attendee puts into their Metricbeat: event id, hyphen, 8 random symbols and a check: `pycon-7h3vyz5t4`. */
export type Tag = Branded<'Tag'>

const RANDOM_SYMBOLS = 8

/** `eventId` as in the event file: small letters and digits, at most 15. */
export function createTag(eventId: string, pick: Pick): Tag {
  return `${eventId}-${drawSymbols(RANDOM_SYMBOLS, pick).toLowerCase()}` as Tag
}

/** Reads a typed tag; the part after the event id may hold blanks, more dashes, capitals, and I or L for 1. */
export function parseTag(typed: string): Tag | undefined {
  const text = typed
    .normalize('NFKC')
    .trim()
    .replace(/[\p{Pd}\u2212\u30fc]/gu, '-')
  const [eventId = '', ...rest] = text.split('-')
  const tag = `${eventId.trim().toLowerCase()}-${tidySymbols(rest.join('')).toLowerCase()}`
  return checkTag(tag) ? (tag as Tag) : undefined
}

/** Is `text`, exactly as it stands, a tag that holds together? */
export function checkTag(text: string): boolean {
  const symbols = /^[a-z][a-z0-9]{0,14}-([a-z0-9]{9})$/.exec(text)?.[1]
  return symbols !== undefined && hasValidCheck(symbols.toUpperCase())
}
