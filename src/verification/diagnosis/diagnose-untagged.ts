import type { Facts, Findings } from '../probe/observation.ts'
import { compareTags, fold } from './compare-tags.ts'
import { findTag, type Place } from './find-tag.ts'
import type { Case } from './observed-case.ts'
import { spellOut } from './spell-out.ts'
import { type Named, notYet } from './verdict.ts'

/**
 * Documents are there, none of them tagged: where did the tag go? What ships now is judged first, then
 * all that is there in the order of elastic.md §6: other case, fields, name, other spellings.
 */
export function diagnoseUntagged(facts: Facts, findings: Findings, on: Case): Named<'not-yet'> {
  const now = tagsShippedNow(findings)
  const inUse = [...facts.tagsOfEvent, ...(findings.allTags ?? [])]
  return (
    nearMiss(now, on) ??
    misplacedNow(findings, on) ??
    nearMiss(inUse.filter(isOtherCaseOf(on.tag)), on) ??
    misplacedBefore(facts, on) ??
    missedOrHidden(inUse, findings, on) ??
    notTheirs([...now, ...inUse], on) ??
    untagged(facts, findings, on)
  )
}

function tagsShippedNow({ newest = [] }: Findings): string[] {
  return newest.flatMap(({ tags }) => tags ?? [])
}

function isOtherCaseOf(tag: string) {
  return (arrived: string) => arrived.toLowerCase() === tag.toLowerCase()
}

function nearMiss(tags: readonly string[], on: Case): Named<'not-yet'> | undefined {
  const { tag } = on
  for (const arrived of tags) {
    if (belongsToAnother(arrived, on)) continue
    const difference = compareTags(tag, arrived)
    if (difference === undefined) continue
    return notYet('MB-TAG-NEAR-MISS', { yours: tag, arrived: spellOut(arrived), difference })
  }
  return undefined
}

const byPlace = {
  fields: 'MB-TAG-IN-FIELDS',
  labels: 'MB-TAG-IN-LABELS',
  name: 'MB-TAG-IN-NAME',
  processor: 'MB-TAG-BY-PROCESSOR',
} as const satisfies Record<Place, string>

function misplacedNow(findings: Findings, { tag }: Case): Named<'not-yet'> | undefined {
  const places = (findings.newest ?? []).map((document) => findTag(document, tag))
  const place = places.find((found) => found !== undefined)
  return place && notYet(byPlace[place], { tag })
}

function misplacedBefore({ near }: Facts, { tag }: Case): Named<'not-yet'> | undefined {
  if (near.inFields > 0) return notYet('MB-TAG-IN-FIELDS', { tag })
  return near.asName > 0 ? notYet('MB-TAG-IN-NAME', { tag }) : undefined
}

function missedOrHidden(inUse: readonly string[], { inAnyField = 0 }: Findings, on: Case) {
  const missed = nearMiss(inUse, on)
  if (missed || inAnyField === 0) return missed
  return notYet('MB-TAG-BY-PROCESSOR', { tag: on.tag })
}

/**
 * A tag that the event gave to somebody else, also where that person wrote it in capitals, with `_` or in
 * quotes. The same letters in another dress are the attendee's own, and another prefix is another event's,
 * however forgiving the event's own check of tags is.
 */
function belongsToAnother(arrived: string, { tag, memory, mission }: Case): boolean {
  const folded = fold(arrived)
  const isOfEvent = folded.startsWith(mission.eventPrefix) && folded !== fold(tag)
  const spelledRight = `${mission.eventPrefix}-${folded.slice(mission.eventPrefix.length)}`
  const { otherTagOfEvent = () => false } = memory
  return isOfEvent && (otherTagOfEvent(arrived) || otherTagOfEvent(spelledRight))
}

/** A tag of ours that is not this person's. Whose it is, is never said. */
function notTheirs(tags: readonly string[], on: Case) {
  const { tag, mission } = on
  if (tags.some((arrived) => belongsToAnother(arrived, on))) {
    return notYet('MB-TAG-OF-ANOTHER-PERSON', { tag })
  }
  const isShaped = (arrived: string) => arrived !== tag && hasShapeOf(tag, arrived, mission)
  return tags.some(isShaped) ? notYet('MB-TAG-OF-ANOTHER-EVENT', { tag }) : undefined
}

/** Same length behind the prefix, letters and digits; behind another prefix a digit too, else it is any word. */
function hasShapeOf(tag: string, arrived: string, { eventPrefix }: Case['mission']): boolean {
  const length = tag.length - eventPrefix.length - 1
  const shape = /^([a-z0-9]+(?:-[a-z0-9]+)*?)-([a-z0-9]+)$/
  const [, prefix, code = ''] = shape.exec(arrived.toLowerCase()) ?? []
  return code.length === length && (prefix === eventPrefix || /\d/.test(code))
}

function untagged(facts: Facts, findings: Findings, { tag, target: { host } }: Case) {
  if (facts.recent === 0 && facts.future === 0 && facts.last !== undefined) {
    return notYet('MB-OLD-DATA-ONLY', { host, last: new Date(facts.last).toISOString() })
  }
  const newestHaveTags = findings.newest?.some(({ tags }) => (tags ?? []).length > 0)
  const haveTags = newestHaveTags ?? facts.near.anyTag > 0
  return haveTags ? notYet('MB-TAG-DIFFERENT', { tag }) : notYet('MB-UNTAGGED', { host, tag })
}
