import type { z } from 'zod'
import type { Details, Facts, Tagged } from './observation.ts'
import {
  type DetailsPart,
  type Document,
  type NewestPart,
  ProbeAnswer,
  type TagsPart,
  type VerdictPart,
} from './probe-answer.ts'

export type FailedPart = { status: number; error: unknown }
/** A failed part 0 decides like a failed request; a body outside the schema is malformed. */
export type ProbeReading =
  { kind: 'facts'; facts: Facts } | { kind: 'failed'; part: FailedPart } | { kind: 'malformed' }

type Found<Part extends z.ZodType> = Exclude<z.infer<Part>, FailedPart>

/**
 * Reads the body of a 200 by the places of the request. The count comes from part 0 alone; parts 2
 * and 3 ask the same on keyword and text mappings, so one of them may fail and their union counts.
 */
export function readProbe(body: unknown, tag: string): ProbeReading {
  const answer = ProbeAnswer.safeParse(body)
  if (!answer.success) return { kind: 'malformed' }
  const [verdict, newest, keyword, text, ...tags] = answer.data.responses
  if (!('_shards' in verdict)) return { kind: 'failed', part: verdict }
  const seen = verdict.aggregations
  const facts: Facts = {
    shards: verdict._shards.total,
    complete: completeness(verdict),
    documents: verdict.hits.total.value,
    recent: seen?.recent.doc_count ?? 0,
    future: seen?.future.doc_count ?? 0,
    ...optional('last', seen?.last.value),
    tagged: readTagged(verdict, newest, tag),
    ...readNear(verdict),
    details: readDetails(keyword, text),
    tagsOfEvent: [...new Set(tags.flatMap(tagsIn))],
  }
  return { kind: 'facts', facts }
}

function completeness(part: Found<typeof VerdictPart>): Facts['complete'] {
  if (part._shards.failed > 0) return 'shards-failed'
  return part.timed_out === true ? 'timed-out' : 'yes'
}

function readTagged(
  part: Found<typeof VerdictPart>,
  newest: z.infer<typeof NewestPart>,
  tag: string,
): Tagged {
  const seen = part.aggregations?.tagged
  const document = '_shards' in newest ? newest.hits.hits[0]?._source : undefined
  if (seen === undefined || !carries(document, tag)) return { documents: 0, live: 0, future: 0 }
  return {
    documents: seen.doc_count,
    live: seen.live.doc_count,
    future: seen.future.doc_count,
    ...optional('first', seen.first.value),
    ...optional('last', seen.last.value),
    ...(document && { newest: document }),
  }
}

/** The receipt must carry the tag letter by letter; otherwise some odd analyzer matched it. */
function carries(document: Document | undefined, tag: string): boolean {
  return document === undefined || (document.tags?.includes(tag) ?? false)
}

function readNear(part: Found<typeof VerdictPart>) {
  const buckets = part.aggregations?.near.buckets
  const count = (name: keyof NonNullable<typeof buckets>) => buckets?.[name]?.doc_count ?? 0
  const near = {
    otherCase: count('other_case'),
    inFields: count('in_fields'),
    asName: count('as_name'),
    anyTag: count('any_tag'),
  }
  return { near, system: count('system'), errors: count('errors') }
}

function readDetails(...parts: z.infer<typeof DetailsPart>[]): Details {
  const found = parts.flatMap((part) => ('_shards' in part ? [part.aggregations] : []))
  const keys = (name: 'metricsets' | 'starts') =>
    [...new Set(found.flatMap((part) => part?.[name].buckets ?? []).map(({ key }) => key))].sort()
  const most = (name: 'hosts' | 'agents') =>
    Math.max(0, ...found.map((part) => part?.[name].value ?? 0))
  return {
    known: found.length > 0,
    metricsets: keys('metricsets').filter((name) => /^[a-z_]{1,40}$/.test(name)),
    hosts: most('hosts'),
    agents: most('agents'),
    starts: keys('starts'),
  }
}

/** Every tag a part found; none where it failed. */
export function tagsIn(part: z.infer<typeof TagsPart>): string[] {
  if (!('_shards' in part)) return []
  return part.aggregations?.tags.buckets.map(({ key }) => key) ?? []
}

function optional<Name extends string>(name: Name, value: number | null | undefined) {
  return (value == null ? {} : { [name]: value }) as Partial<Record<Name, number>>
}
