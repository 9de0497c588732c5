import { afterAll, expect, test } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { receiptOf, registerAt, untilPassed } from '../support/attendee-of-process.ts'
import { startBoothProcess } from '../support/booth-process.ts'
import {
  describeWithLab,
  type ElasticsearchLine,
  startLab,
  startMetricbeat,
} from '../support/lab.ts'
import { createVisitor } from '../support/remote-visitor.ts'
import { callLab, makeLabKey, mayRead, mayShip } from './lab-cluster.ts'

const MINUTES = 60_000
/** The lab takes one of these ports. */
const LAB_ORIGINS = Array.from({ length: 12 }, (_, n) => `http://127.0.0.1:${9208 + n}`)
const SHORT_MISSION = fileURLToPath(new URL('../support/short-mission.yaml', import.meta.url))

const running: { stop(): Promise<unknown> }[] = []
afterAll(async () => {
  for (const part of running.reverse()) await part.stop()
}, MINUTES)

const lines: ElasticsearchLine[] = [8, 9]
for (const elasticsearch of lines)
  describeWithLab(
    `once passed on Elasticsearch ${elasticsearch} with Metricbeat 9`,
    { elasticsearch, metricbeat: 9 },
    () => {
      test(
        'Metricbeat stopped, its data deleted, the booth killed: still passed, the receipt as it was',
        () => neverUnpasses(elasticsearch),
        8 * MINUTES,
      )
    },
  )

async function neverUnpasses(elasticsearch: ElasticsearchLine): Promise<void> {
  const booth = await startBoothProcess({
    PRACTICE_ORIGINS: LAB_ORIGINS.join(','),
    EVENT_FILE: SHORT_MISSION,
  })
  running.push(booth)
  const lab = await startLab({ elasticsearch })
  running.push(lab)
  const attendee = createVisitor(booth.origin)
  const { base, tag } = await registerAt(attendee)

  const shipKey = await makeLabKey(lab, mayShip)
  if (!shipKey) throw new Error('a cluster with security makes keys')
  const metricbeat = startMetricbeat({ metricbeat: 9, origin: lab.url, key: shipKey, tag })
  const key = JSON.stringify(await makeLabKey(lab, mayRead('metricbeat-*')))
  await attendee.post(`${base}/check`, { target: lab.url, key })
  await untilPassed(attendee, base)
  const receipt = receiptOf(await attendee.get(`${base}?lang=en`))
  expect(receipt).toContain('documents over')

  await metricbeat.stop()
  for (const path of ['/_data_stream/metricbeat-*', '/metricbeat-9.3.0'])
    await callLab(lab, 'DELETE', [path])
  expect(await callLab(lab, 'GET', ['/metricbeat-*/_count'])).toMatchObject({ count: 0 })
  await booth.killAndStart()

  const anotherDevice = createVisitor(booth.origin)
  for (const visitor of [attendee, anotherDevice]) {
    await visitor.post(`${base}/check`, { target: lab.url, key })
    await visitor.post(`${base}/watch`)
    const page = await visitor.get(`${base}?lang=en`)
    expect(page.text).toContain('data-verdict="passed"')
    expect(receiptOf(page)).toBe(receipt)
  }
  for (const part of [lab, booth]) await part.stop()
}
