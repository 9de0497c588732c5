import { Secret } from '../../../src/shared/secret.ts'
import type {
  ClusterAnswer,
  ClusterRequest,
  OpenExchange,
} from '../../../src/verification/connection/exchange.ts'
import {
  createCheckCluster,
  type CheckInput,
  type Memory,
} from '../../../src/verification/check-cluster.ts'

/** What a scripted cluster answers to the probe and, by name, to the second questions. */
export type Script = {
  probe: ClusterAnswer
  privileges?: ClusterAnswer
  'all-privileges'?: ClusterAnswer
  newest?: ClusterAnswer
  'all-tags'?: ClusterAnswer
  elsewhere?: ClusterAnswer
  authenticate?: ClusterAnswer
  root?: ClusterAnswer
}

export const TAG = 'pycon-7f3k-q9'
export const NOW = new Date('2026-11-22T06:13:00.000Z')
export const mission = {
  documents: 5,
  seconds: 60,
  metricsets: 2,
  freshnessSeconds: 120,
  eventPrefix: 'pycon',
}
export const target = { scheme: 'http', host: '127.0.0.1', port: 9208, rehearsal: true } as const
export const key = new Secret('ApiKey dHJuaUFhSUJqczFIa2s0VWlucVo6eF9BYi0wMTIzNDU2Nzg5YWJjZGVmZw==')
export const oldMemory: Memory = { keySeenBefore: true, registeredAt: '2026-11-22T05:00:00.000Z' }

/** A search was answered before: patience with "no data" is over. */
export const patientMemory: Memory = {
  ...oldMemory,
  previous: {
    at: '2026-11-22T06:12:55.000Z',
    code: 'MB-NO-DATA',
    cause: 'MB-NO-DATA',
    causeSince: '2026-11-22T06:05:00.000Z',
    reachedAt: '2026-11-22T06:00:00.000Z',
    tagged: 0,
    ephemeralIds: [],
  },
}

/** Elasticsearch answered `body` with this status and its product header. */
export function answered(body: unknown, status = 200): ClusterAnswer {
  return { kind: 'answer', status, product: status === 200, kibana: false, body }
}

/** The attendee's cluster is the outside world, so it is played; all that judges it is real. */
export function playCluster(script: Script) {
  const asked: string[] = []
  let closed = 0
  const openExchange: OpenExchange = () => ({
    ask: (request) => {
      const question = questionOf(request, asked.length)
      asked.push(question)
      return Promise.resolve(
        script[question] ?? answered({ error: 'no answer in the script' }, 400),
      )
    },
    requestsSent: () => asked.length,
    close: () => {
      closed++
      return Promise.resolve()
    },
  })
  return { openExchange, asked, timesClosed: () => closed }
}

export async function checkAgainst(script: Script, input: Partial<CheckInput> = {}, now = NOW) {
  const cluster = playCluster(script)
  const check = createCheckCluster({
    openExchange: cluster.openExchange,
    now: () => now,
    ourAddress: '203.0.113.7',
  })
  const checked = await check({ target, key, tag: TAG, mission, memory: oldMemory, ...input })
  return { ...checked, asked: cluster.asked, timesClosed: cluster.timesClosed() }
}

function questionOf({ path, body = '' }: ClusterRequest, asked: number): keyof Script {
  if (path === '/') return 'root'
  if (path.endsWith('_authenticate')) return 'authenticate'
  if (path.endsWith('_has_privileges')) {
    return body.includes('"all"') ? 'all-privileges' : 'privileges'
  }
  return asked === 0 ? 'probe' : searchIn(body)
}

function searchIn(body: string): keyof Script {
  if (body.includes('"labels"')) return 'newest'
  return body.includes('"_index"') ? 'elsewhere' : 'all-tags'
}
