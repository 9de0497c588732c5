import { z } from 'zod'
import type { ClusterAnswer } from '../connection/exchange.ts'
import type { FollowUp } from './follow-up-request.ts'
import type { Findings } from './observation.ts'
import { CountPart, IndicesPart, NewestPart, TagsPart } from './probe-answer.ts'
import { tagsIn } from './read-probe.ts'

const Privileges = z.object({
  index: z.object({
    'metricbeat-*': z.object({ read: z.boolean(), create_doc: z.boolean().optional() }),
  }),
})
const AllPrivileges = z.object({ has_all_requested: z.boolean() })
const Root = z.object({
  cluster_uuid: z.string().regex(/^[\w-]{8,64}$/),
  version: z
    .object({ number: z.string().regex(/^\d{1,2}\.\d{1,3}\.\d{1,3}$/) })
    .optional()
    .catch(undefined),
})
const Newest = z.object({ responses: z.tuple([NewestPart, CountPart]) })
const AllTags = z.object({ responses: z.tuple([TagsPart, TagsPart]) })
const Elsewhere = z.object({ responses: z.tuple([IndicesPart, IndicesPart]) })

/** What an answer to a second question adds. One that cannot be read adds nothing: it is no fault. */
export function readFinding(question: FollowUp, answer: ClusterAnswer): Findings {
  if (answer.kind === 'fault') return {}
  if (question === 'authenticate') return readAuthenticated(answer.status)
  if (answer.status !== 200) return {}
  return readers[question](answer.body)
}

/** 405 is a node without security: it asks nobody for a key. */
function readAuthenticated(status: number): Findings {
  if (status === 200 || status === 405) return { authenticated: true }
  return status === 401 ? { authenticated: false } : {}
}

const readers = {
  privileges: (body) => {
    const rights = Privileges.safeParse(body).data?.index['metricbeat-*']
    return rights ? { privileges: { read: rights.read, write: rights.create_doc ?? false } } : {}
  },
  'all-privileges': (body) => {
    const answer = AllPrivileges.safeParse(body)
    return answer.success ? { superuser: answer.data.has_all_requested } : {}
  },
  newest: (body) => {
    const [newest, anywhere] = Newest.safeParse(body).data?.responses ?? []
    if (newest === undefined || !('_shards' in newest)) return {}
    return {
      newest: newest.hits.hits.map((hit) => hit._source),
      ...(anywhere && '_shards' in anywhere && { inAnyField: anywhere.hits.total.value }),
    }
  },
  'all-tags': (body) => {
    const answer = AllTags.safeParse(body)
    return answer.success ? { allTags: [...new Set(answer.data.responses.flatMap(tagsIn))] } : {}
  },
  elsewhere: readElsewhere,
  root: (body) => {
    const answer = Root.safeParse(body)
    if (!answer.success) return {}
    const { cluster_uuid: clusterUuid, version } = answer.data
    return { clusterUuid, ...(version && { clusterVersion: version.number }) }
  },
} satisfies Record<Exclude<FollowUp, 'authenticate'>, (body: unknown) => Findings>

function readElsewhere(body: unknown): Findings {
  const answer = Elsewhere.safeParse(body)
  if (!answer.success) return {}
  const [neighbours, tagged] = answer.data.responses.map(indicesIn)
  if (tagged?.some((index) => !/^(?:\.ds-)?metricbeat-/.test(index))) {
    return { elsewhere: 'other-index' }
  }
  if (neighbours === undefined || neighbours.length === 0) return { elsewhere: 'nothing' }
  const agent = neighbours.some((index) => index.includes('metrics-system.'))
  return { elsewhere: agent ? 'agent' : 'opentelemetry' }
}

function indicesIn(part: z.infer<typeof IndicesPart>): string[] {
  if (!('_shards' in part)) return []
  return part.aggregations?.indices.buckets.map(({ key }) => key) ?? []
}
