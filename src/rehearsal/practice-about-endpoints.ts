import { demandCluster } from './practice-privileges.ts'
import { majorOf, ok } from './practice-state.ts'
import type { Endpoint, Handler, PracticeState } from './practice-state.ts'

const BUILT = '2026-09-01T00:00:00.000Z'

/** Needs `monitor`; a reading key is refused, which proves that it is valid (elastic.md §3.1). */
const answerRoot: Handler = (state, { caller }) => {
  demandCluster(caller, 'monitor', 'cluster:monitor/main')
  return ok({
    name: 'practice-node',
    cluster_name: 'practice',
    cluster_uuid: state.clusterUuid,
    version: {
      number: state.version,
      build_flavor: 'default',
      build_type: 'unknown',
      build_hash: '0'.repeat(40),
      build_date: BUILT,
      build_snapshot: false,
      lucene_version: majorOf(state) >= 9 ? '10.5.1' : '9.12.2',
      minimum_wire_compatibility_version: oldest(state),
      minimum_index_compatibility_version: `${majorOf(state) - 1}.0.0`,
    },
    tagline: 'You Know, for Search',
  })
}

function oldest(state: PracticeState): string {
  return majorOf(state) >= 9 ? '8.19.0' : '7.17.0'
}

/** Asked by Metricbeat at every connect: without an answer it sends nothing (elastic.md §4.4). */
const answerLicense: Handler = (_, { caller }) => {
  demandCluster(caller, 'monitor', 'cluster:monitor/xpack/license/get')
  return ok({
    license: {
      status: 'active',
      uid: '00000000-0000-4000-8000-000000000000',
      type: 'basic',
      issue_date: BUILT,
      issue_date_in_millis: Date.parse(BUILT),
      max_nodes: 1000,
      max_resource_units: null,
      issued_to: 'practice',
      issuer: 'elasticsearch',
      start_date_in_millis: -1,
    },
  })
}

/** Metricbeat 7 asks here whether there is ILM. */
const answerXpack: Handler = (state, { caller }) => {
  demandCluster(caller, 'monitor', 'cluster:monitor/xpack/info')
  const on = { available: true, enabled: true }
  return ok({
    build: { hash: '0'.repeat(40), date: BUILT },
    license: {
      uid: '00000000-0000-4000-8000-000000000000',
      type: 'basic',
      mode: 'basic',
      status: 'active',
    },
    features: { ilm: on, security: on, data_streams: on },
    tagline: `You know, for practice ${state.version}`,
  })
}

export const aboutEndpoints: readonly Endpoint[] = [
  { path: /^\/$/, methods: { GET: answerRoot } },
  { path: /^\/_license$/, methods: { GET: answerLicense } },
  { path: /^\/_xpack$/, methods: { GET: answerXpack } },
]
