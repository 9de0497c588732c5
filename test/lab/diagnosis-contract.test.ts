import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  describeWithLab,
  type ElasticsearchLine,
  type Lab,
  type LabKey,
  startLab,
} from '../support/lab.ts'
import {
  type Difference,
  REAL_TAG,
  realScenarios,
  type RealKey,
  type RealScenario,
  ROLES,
} from '../verification/support/real-scenarios.ts'
import { callLab, checkLab, makeLabKey } from './lab-cluster.ts'

const LINES: readonly ElasticsearchLine[] = [7, 8, 9]
const STARTING_MS = 300_000
const mission = {
  documents: 5,
  seconds: 60,
  metricsets: 2,
  freshnessSeconds: 120,
  eventPrefix: 'pycon',
}

for (const line of LINES) {
  describeWithLab(`causes on a real Elasticsearch ${line}`, { elasticsearch: line }, () => {
    let lab: Lab
    beforeAll(async () => {
      lab = await startLab({ elasticsearch: line })
    }, STARTING_MS)
    afterAll(() => lab.stop())

    const possible = realScenarios.filter(({ secured }) => line !== 7 || !secured)
    test.each(possible.map((scenario) => [scenario.code, scenario.name, scenario] as const))(
      '%s: %s',
      async (...[code, , scenario]) => {
        expect(await produce(lab, scenario)).toContain(code)
      },
    )
  })
}

/** Puts the documents there, asks, takes them away again; returns all codes that were told. */
async function produce(lab: Lab, scenario: RealScenario): Promise<string[]> {
  const index = scenario.index ?? 'metricbeat-9.3.0'
  const documents = scenario.documents ?? []
  if (documents.length > 0) await put(lab, index, documents)
  try {
    return await ask(lab, await makeKey(lab, scenario.key ?? 'read'), scenario)
  } finally {
    if (documents.length > 0) await remove(lab, index)
  }
}

async function ask(
  lab: Lab,
  key: LabKey | undefined,
  { isNewKey }: RealScenario,
): Promise<string[]> {
  const { verdict, requests } = await checkLab(lab, {
    key,
    tag: REAL_TAG,
    mission,
    memory: { keySeenBefore: isNewKey !== true },
  })
  expect(requests).toBeLessThanOrEqual(4)
  const hints = 'hints' in verdict ? verdict.hints.map(({ code }) => code) : []
  return [verdict.outcome === 'passed' ? 'passed' : verdict.code, ...hints]
}

async function makeKey(lab: Lab, key: RealKey): Promise<LabKey | undefined> {
  if (key === 'none') return undefined
  if (key !== 'unknown') return makeLabKey(lab, ROLES[key])
  const [id, api_key] = ['A'.repeat(20), 'B'.repeat(22)]
  return { id, api_key, encoded: btoa(`${id}:${api_key}`) }
}

async function put(lab: Lab, index: string, documents: readonly Difference[]): Promise<void> {
  const lines = documents.map((one) => `{"create":{}}\n${JSON.stringify(toDocument(one))}\n`)
  const answer = await callLab(lab, 'POST', [`/${index}/_bulk?refresh=true`, lines.join('')])
  expect(answer).toMatchObject({ errors: false })
}

/** On 8 and 9 names such as `metrics-…-…` become data streams by themselves. */
async function remove(lab: Lab, index: string): Promise<void> {
  await callLab(lab, 'DELETE', [`/_data_stream/${index}`])
  await callLab(lab, 'DELETE', [`/${index}`])
  await callLab(lab, 'DELETE', [`/.ds-${index}-*?expand_wildcards=all`])
}

function toDocument(one: Difference): object {
  const { secondsAgo = 2, metricset = 'cpu', name = 'laptop', ...rest } = one
  return {
    '@timestamp': new Date(Date.now() - secondsAgo * 1000).toISOString(),
    agent: { type: 'metricbeat', version: '9.3.0', id: 'agent-1', ephemeral_id: 'start-1', name },
    host: { name: 'laptop', id: 'host-1' },
    event: { module: 'system', dataset: `system.${metricset}` },
    metricset: { name: metricset, period: 10_000 },
    ...rest,
  }
}
