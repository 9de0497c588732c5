import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { diagnosePolicy } from '../../src/commands/diagnose.ts'
import { Secret } from '../../src/shared/secret.ts'
import { createCheckCluster } from '../../src/verification/check-cluster.ts'
import { createOpenExchange } from '../../src/verification/connection/cluster-exchange.ts'
import { describeWithLab, type ElasticsearchLine, type Lab, startLab } from '../support/lab.ts'
import {
  type Difference,
  REAL_TAG,
  realScenarios,
  type RealKey,
  type RealScenario,
  ROLES,
} from '../verification/support/real-scenarios.ts'

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

async function ask(lab: Lab, key: Secret, scenario: RealScenario): Promise<string[]> {
  const { hostname, port } = new URL(lab.url)
  const check = createCheckCluster({
    openExchange: createOpenExchange({
      resolver: { resolve4: () => Promise.resolve([]), resolve6: () => Promise.resolve([]) },
      ownAddresses: () => [],
      policy: diagnosePolicy(lab.url),
      userAgent: 'booth-mission-test',
    }),
    now: () => new Date(),
  })
  const { verdict, requests } = await check({
    target: { scheme: 'http', host: hostname, port: Number(port), rehearsal: true },
    key,
    tag: REAL_TAG,
    mission,
    memory: {
      keySeenBefore: scenario.isNewKey !== true,
      registeredAt: '2020-01-01T00:00:00.000Z',
      asksOnce: true,
    },
  })
  expect(requests).toBeLessThanOrEqual(4)
  const hints = 'hints' in verdict ? verdict.hints.map(({ code }) => code) : []
  return [verdict.outcome === 'passed' ? 'passed' : verdict.code, ...hints]
}

async function makeKey(lab: Lab, key: RealKey): Promise<Secret> {
  if (key === 'none' || lab.password === null) return new Secret('')
  if (key === 'unknown') return new Secret(`ApiKey ${btoa(`${'A'.repeat(20)}:${'B'.repeat(22)}`)}`)
  const role = ROLES[key]
  const wish = { name: `lab-${key}`, ...(role && { role_descriptors: { booth: role } }) }
  const answer = await call(lab, 'POST', ['/_security/api_key', JSON.stringify(wish)])
  return new Secret(`ApiKey ${(answer as { encoded: string }).encoded}`)
}

async function put(lab: Lab, index: string, documents: readonly Difference[]): Promise<void> {
  const lines = documents.map((one) => `{"create":{}}\n${JSON.stringify(toDocument(one))}\n`)
  const answer = await call(lab, 'POST', [`/${index}/_bulk?refresh=true`, lines.join('')])
  expect(answer).toMatchObject({ errors: false })
}

/** On 8 and 9 names such as `metrics-…-…` become data streams by themselves. */
async function remove(lab: Lab, index: string): Promise<void> {
  await call(lab, 'DELETE', [`/_data_stream/${index}`])
  await call(lab, 'DELETE', [`/${index}`])
  await call(lab, 'DELETE', [`/.ds-${index}-*?expand_wildcards=all`])
}

async function call(lab: Lab, method: string, [path, body]: [string, string?]): Promise<unknown> {
  const basic = lab.password === null ? '' : `Basic ${btoa(`elastic:${lab.password}`)}`
  const response = await fetch(lab.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(basic !== '' && { authorization: basic }) },
    ...(body !== undefined && { body }),
  })
  return response.json()
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
