import { dispatch } from './practice-dispatch.ts'
import { PracticeDocuments } from './practice-documents.ts'
import type { MetricbeatDocument } from './practice-documents.ts'
import type { JsonObject } from './practice-json.ts'
import { PracticeKeys, toReadKeyWish, toShipKeyWish } from './practice-keys.ts'
import type { KeyWish, MadeKey } from './practice-keys.ts'
import type { Template } from './practice-mapping.ts'
import { servePractice } from './practice-server.http.ts'
import type { PracticeServer } from './practice-server.http.ts'
import { createIndex, toIndexDate } from './practice-state.ts'
import type { PracticeState } from './practice-state.ts'

export type PracticeClusterOptions = {
  /** 0, the default, takes any free port. */
  port?: number
  /** The cluster's clock: for `now` in queries and for the end of keys. */
  now?: () => Date
  clusterUuid?: string
  /** As `GET /` says it; decides small differences between 8 and 9. */
  version?: string
  /** `own`: `tags` is a keyword. `none`: text with `tags.keyword`, as where the template did not load. */
  template?: Template
  /** Of the user `elastic`. */
  password?: string
  /** An integer from 0 to below `max`; ids and secrets of keys are made with it. */
  pick?: (max: number) => number
}

export type PracticeCluster = PracticeServer & {
  readonly clusterUuid: string
  readonly version: string
  /** What an attendee pastes: may read `metricbeat-*`, ends after a day. */
  readonly readKey: MadeKey
  /** What their Metricbeat uses: `monitor`, and may write to `metricbeat-*`. */
  readonly shipKey: MadeKey
  /** Into the index their Metricbeat would write to, or into the index named. */
  index(documents: readonly MetricbeatDocument[], into?: string): void
  documents(): readonly JsonObject[]
  /** Without `role_descriptors` the key may do everything, as on a real cluster. */
  createKey(wish: KeyWish): MadeKey
  invalidateKey(id: string): void
}

/** Starts a cluster that lives in memory and listens on loopback only; `stop` ends it. */
export async function startPracticeCluster(
  options: PracticeClusterOptions = {},
): Promise<PracticeCluster> {
  const state = createState(options)
  const server = await servePractice(options.port ?? 0, (request) => dispatch(state, request))
  return {
    ...server,
    clusterUuid: state.clusterUuid,
    version: state.version,
    readKey: state.keys.create(toReadKeyWish()),
    shipKey: state.keys.create(toShipKeyWish()),
    index: (documents, into) => {
      for (const document of documents) indexDocument(state, document, into)
    },
    documents: () =>
      state.documents.all().flatMap((index) => index.documents.map((one) => one.source)),
    createKey: (wish) => state.keys.create(wish),
    invalidateKey: (id) => {
      state.keys.invalidate((key) => key.id === id)
    },
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const UUID_LENGTH = 22

function createState(options: PracticeClusterOptions): PracticeState {
  const { now = () => new Date(), pick = pickAny, password = 'practice-only-password' } = options
  const newId = (length: number) =>
    Array.from({ length }, () => ALPHABET.charAt(pick(ALPHABET.length))).join('')
  return {
    clusterUuid: options.clusterUuid ?? newId(UUID_LENGTH),
    version: options.version ?? '9.5.3',
    template: options.template ?? 'own',
    now,
    documents: new PracticeDocuments(),
    keys: new PracticeKeys({ password, now, newId }),
    indexTemplates: new Map(),
    policies: new Map(),
  }
}

function pickAny(max: number): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number % max
}

function indexDocument(
  state: PracticeState,
  document: MetricbeatDocument,
  name = indexNameFor(state, document),
): void {
  const index = state.documents.find(name) ?? createIndex(state, name)
  state.documents.add(index, document)
}

/** Where this Metricbeat writes to with template and ILM off (elastic.md §4.2). */
function indexNameFor(state: PracticeState, document: MetricbeatDocument): string {
  const agent = document['agent'] as { version?: string } | undefined
  const version = agent?.version ?? '9.3.0'
  const date = version.startsWith('7.') ? `-${toIndexDate(state.now())}` : ''
  return `metricbeat-${version}${date}`
}
