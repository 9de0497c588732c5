import { z } from 'zod'

/** The last millisecond of the year 9999: what lies outside is no time we could show. */
const LAST_MOMENT = 253_402_300_799_999
const Count = z.int().nonnegative()
const Moment = z.object({
  value: z.number().min(-LAST_MOMENT).max(LAST_MOMENT).nullable().catch(null),
})
const Bucket = z.object({ doc_count: Count })
const Names = z.object({
  buckets: z.array(z.object({ key: z.string(), doc_count: Count })).max(100),
})
const Cardinality = z.object({ value: Count })

/** Text of a document is taken only where it fits its pattern; otherwise it is as if it were missing. */
const text = (pattern: RegExp) => z.string().regex(pattern).optional().catch(undefined)
const Id = text(/^[\x21-\x7e]{1,128}$/)
export const Document = z.object({
  agent: z
    .object({
      type: text(/^[a-z]{1,32}$/),
      version: text(/^\d{1,2}\.\d{1,3}\.\d{1,3}(?:-[A-Za-z]{1,16})?$/),
      id: Id,
      ephemeral_id: Id,
      name: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  host: z
    .object({ name: text(/^[\p{L}\p{N}._-]{1,63}$/u), id: Id })
    .optional()
    .catch(undefined),
  event: z.record(z.string(), z.unknown()).optional().catch(undefined),
  metricset: z.record(z.string(), z.unknown()).optional().catch(undefined),
  tags: z
    .union([z.array(z.string()), z.string().transform((tag) => [tag])])
    .optional()
    .catch(undefined),
  fields: z.record(z.string(), z.unknown()).optional().catch(undefined),
  labels: z.record(z.string(), z.unknown()).optional().catch(undefined),
})
export type Document = z.infer<typeof Document>

const Found = {
  timed_out: z.boolean().optional(),
  _shards: z.object({ total: Count, failed: Count }),
  status: z.literal(200),
}
const Failed = z.object({
  status: z.int().min(400).max(599),
  error: z.unknown(),
})
const Hits = z.object({ total: z.object({ value: Count }) })
const Documents = z.object({ hits: z.array(z.object({ _source: Document })).max(5) })

const TaggedAggregation = z.object({
  ...Bucket.shape,
  first: Moment,
  last: Moment,
  live: Bucket,
  future: Bucket,
})
const Near = z.object({
  buckets: z.object({
    other_case: Bucket.optional(),
    in_fields: Bucket.optional(),
    as_name: Bucket.optional(),
    any_tag: Bucket.optional(),
    errors: Bucket.optional(),
    system: Bucket.optional(),
  }),
})

const VerdictAggregations = z.object({
  tagged: TaggedAggregation,
  recent: Bucket,
  future: Bucket,
  first: Moment,
  last: Moment,
  near: Near,
})
const Details = z.object({
  hosts: Cardinality,
  agents: Cardinality,
  metricsets: Names,
  versions: Names,
  starts: Names,
})

/** One part of an `_msearch`, found or failed. Aggregations are missing where no index matched. */
function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.union([z.object({ ...Found, ...shape }), Failed])
}

export const VerdictPart = part({ hits: Hits, aggregations: VerdictAggregations.optional() })
export const NewestPart = part({ hits: Documents })
export const DetailsPart = part({ hits: Hits, aggregations: Details.optional() })
export const CountPart = part({ hits: Hits })
export const TagsPart = part({ aggregations: z.object({ tags: Names }).optional() })
export const IndicesPart = part({
  hits: Hits,
  aggregations: z.object({ indices: Names }).optional(),
})

/** The answer to the probe, by place. Unknown fields are ignored, the known ones checked. */
export const ProbeAnswer = z.object({
  responses: z.tuple([VerdictPart, NewestPart, DetailsPart, DetailsPart, TagsPart, TagsPart]),
})
export type ProbeAnswer = z.infer<typeof ProbeAnswer>
