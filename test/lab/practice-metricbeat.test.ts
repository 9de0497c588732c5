import { expect, test } from '@jest/globals'
import { startPracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import type { PracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { toLeaves } from '../../src/rehearsal/practice-mapping.ts'
import { createSimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import { describeWithLab, runMetricbeat, startMetricbeat } from '../support/lab.ts'
import type { ShippingWish } from '../support/lab.ts'
import { stopAfterwards } from '../support/stop-afterwards.ts'

const TAG = 'pycon-7f3kq2345'
/** Start, connect and the first round of all metricsets; 9 takes longest. */
const PATIENCE = 60_000

type Shipped = { tags?: string[]; agent: { version: string }; metricset: { name: string } }

async function start(version: string): Promise<PracticeCluster> {
  return stopAfterwards(await startPracticeCluster({ version }))
}

/** Lets the real Metricbeat ship until documents of so many metricsets arrived. */
async function ship(
  cluster: PracticeCluster,
  wish: Omit<ShippingWish, 'origin' | 'tag'>,
): Promise<Shipped[]> {
  const shipping = stopAfterwards(startMetricbeat({ ...wish, origin: cluster.origin, tag: TAG }))
  const end = Date.now() + PATIENCE
  for (;;) {
    const documents = cluster.documents() as unknown as Shipped[]
    const names = new Set(documents.map(({ metricset }) => metricset.name))
    if (names.size >= 8) return documents
    if (Date.now() > end) throw new Error(`Nothing arrived: ${shipping.said()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function count(cluster: PracticeCluster): Promise<{ tagged: number; index: string }> {
  const answer = await fetch(`${cluster.origin}/metricbeat-*/_search`, {
    method: 'POST',
    headers: {
      authorization: `ApiKey ${cluster.readKey.encoded}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ size: 1, track_total_hits: true, query: { term: { tags: TAG } } }),
  })
  const { hits } = (await answer.json()) as {
    hits: { total: { value: number }; hits: { _index: string }[] }
  }
  return { tagged: hits.total.value, index: hits.hits[0]?._index ?? '' }
}

const LINES = [
  {
    metricbeat: 9,
    agent: '9.3.0',
    cluster: '9.5.3',
    plain: /^metricbeat-9\.3\.0$/,
    delivered: /^\.ds-metricbeat-9\.3\.0-/,
  },
  {
    metricbeat: 7,
    agent: '7.17.29',
    cluster: '8.19.21',
    plain: /^metricbeat-7\.17\.29-\d{4}\.\d\d\.\d\d$/,
    delivered: /^metricbeat-7\.17\.29-\d{4}\.\d\d\.\d\d-000001$/,
  },
] as const

for (const { metricbeat, agent, cluster: version, plain, delivered } of LINES) {
  describeWithLab(
    `the real Metricbeat ${metricbeat} and the practice cluster`,
    { metricbeat },
    () => {
      test(
        'it ships with the key of the mission page, template and ILM off',
        async () => {
          const cluster = await start(version)
          const documents = await ship(cluster, { metricbeat, key: cluster.shipKey })
          expect(documents.every(({ tags }) => tags?.includes(TAG))).toBe(true)
          expect(documents[0]?.agent.version).toBe(agent)
          const { tagged, index } = await count(cluster)
          expect(tagged).toBeGreaterThanOrEqual(documents.length)
          expect(index).toMatch(plain)
          expect(cluster.requests().some(({ status }) => status >= 400)).toBe(false)
        },
        2 * PATIENCE,
      )

      test(
        'it ships with the settings as delivered, with a key that may do everything',
        async () => {
          const cluster = await start(version)
          const key = cluster.createKey({ name: 'everything' })
          await ship(cluster, { metricbeat, key, template: 'official' })
          const { tagged, index } = await count(cluster)
          expect(tagged).toBeGreaterThan(0)
          expect(index).toMatch(delivered)
        },
        2 * PATIENCE,
      )

      test(
        'with the reading key nothing arrives, and it says why',
        async () => {
          const cluster = await start(version)
          const { origin, readKey: key } = cluster
          const shipping = stopAfterwards(startMetricbeat({ metricbeat, key, origin, tag: TAG }))
          while (!shipping.said().includes('403 Forbidden')) {
            await new Promise((resolve) => setTimeout(resolve, 100))
          }
          expect(shipping.said()).toContain('action [cluster:monitor/main] is unauthorized')
          expect(cluster.documents()).toEqual([])
        },
        PATIENCE,
      )
    },
  )
}

describeWithLab('index: with the settings as delivered', { metricbeat: 7 }, () => {
  test(
    'Metricbeat 7.17 with ILM does not heed it: its documents are found where they always are',
    async () => {
      const cluster = await start('8.19.21')
      const { id, api_key } = cluster.createKey({ name: 'everything' })
      const lines = [
        `tags: ["${TAG}"]`,
        'metricbeat.max_start_delay: 0s',
        'metricbeat.modules: [{module: system, period: 1s, metricsets: [cpu]}]',
        `output.elasticsearch: {hosts: ["${cluster.origin}"], api_key: "${id}:${api_key}", index: pycon}`,
        'setup.template: {name: pycon, pattern: "pycon-*"}',
        'logging: {to_stderr: true, to_files: false}',
      ]
      stopAfterwards(runMetricbeat(7, `${lines.join('\n')}\n`))
      while ((await count(cluster)).tagged === 0)
        await new Promise((resolve) => setTimeout(resolve, 100))
      expect((await count(cluster)).index).toMatch(/^metricbeat-7\.17\.29-.*-000001$/)
    },
    PATIENCE,
  )
})

describeWithLab(
  'simulated documents beside those of the real Metricbeat 9',
  { metricbeat: 9 },
  () => {
    test(
      'every field is where the real one has it',
      async () => {
        const cluster = await start('9.5.3')
        const real = await ship(cluster, { metricbeat: 9, key: cluster.shipKey })
        const simulated = createSimulatedMetricbeat({
          hostName: 'kim-laptop',
          hostId: '0'.repeat(32),
          agentId: 'e8e623b4-e062-48ec-b612-027881294c41',
          version: '9.3.0',
          now: () => new Date(),
          pick: (max) => max - 1,
        }).documents({ tag: TAG, placement: 'right', seconds: 0 })

        for (const name of [
          'cpu',
          'load',
          'memory',
          'process_summary',
          'socket_summary',
          'fsstat',
        ]) {
          expect(fieldsOf(simulated, name)).toEqual(fieldsOf(real, name))
        }
      },
      2 * PATIENCE,
    )
  },
)

const MOMENTARY = /^(host\.os\.|system\.process\.summary\.[a-z]+$)/

/** Without what only some machines have, or only while a process is in that state. */
function fieldsOf(documents: readonly unknown[], metricset: string): string[] {
  const document = (documents as Shipped[]).find((one) => one.metricset.name === metricset)
  const leaves = toLeaves(document as unknown as Record<string, unknown>)
  return [...leaves.keys()].filter((field) => !MOMENTARY.test(field)).sort()
}
