import { z } from 'zod'

/** Elasticsearch's own error; its texts are only matched against patterns, never kept. */
const Reason = z.object({ type: z.string().optional(), reason: z.string().nullish() })
const ElasticsearchError = z.object({
  error: Reason.extend({
    type: z.string(),
    root_cause: z.array(Reason).optional(),
    additional_unsuccessful_credentials: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .catch(undefined),
  }),
})
/** 405, 406 and unknown endpoints: `error` is a text. */
const ElasticsearchRefusal = z.object({ error: z.string() })
const CloudProxy = z.object({ ok: z.literal(false), message: z.string().optional().catch('') })
const Kibana = z.object({ statusCode: z.int(), error: z.string() })

/** Whose answer it is, told by the shape of its body (elastic.md §3). */
export type AnswerShape =
  | { from: 'elasticsearch'; type: string; rootType: string; text: string }
  | { from: 'elasticsearch-refusal'; text: string }
  | { from: 'cloud-proxy'; message: string }
  | { from: 'kibana' }
  | { from: 'elsewhere' }

/** Tells from the parsed JSON of an answer, or undefined, who wrote it. */
export function readShape(body: unknown): AnswerShape {
  const own = ElasticsearchError.safeParse(body)
  if (own.success) return toElasticsearch(own.data.error)
  const proxy = CloudProxy.safeParse(body)
  if (proxy.success) return { from: 'cloud-proxy', message: proxy.data.message ?? '' }
  if (Kibana.safeParse(body).success) return { from: 'kibana' }
  const refusal = ElasticsearchRefusal.safeParse(body)
  if (refusal.success) return { from: 'elasticsearch-refusal', text: refusal.data.error }
  return { from: 'elsewhere' }
}

function toElasticsearch(error: z.infer<typeof ElasticsearchError>['error']): AnswerShape {
  const root = error.root_cause?.[0]
  const credentials = [error.additional_unsuccessful_credentials ?? []].flat()
  const text = [error.reason ?? '', root?.reason ?? '', ...credentials].join('\n')
  return { from: 'elasticsearch', type: error.type, rootType: root?.type ?? error.type, text }
}
