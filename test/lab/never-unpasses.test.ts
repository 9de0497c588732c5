import { expect, test } from '@jest/globals'
import { receiptOf, registerAt, untilPassed } from '../support/attendee-of-process.ts'
import {
  describeWithLab,
  type ElasticsearchLine,
  startLab,
  startMetricbeat,
} from '../support/lab.ts'
import { createVisitor } from '../support/remote-visitor.ts'
import { stopAfterwards } from '../support/stop-afterwards.ts'
import { startLabBooth } from './lab-booth.ts'
import { callLab, makeLabKey, mayRead, mayShip } from './lab-cluster.ts'

const MINUTES = 60_000

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
  const booth = stopAfterwards(await startLabBooth())
  const lab = stopAfterwards(await startLab({ elasticsearch }))
  const attendee = createVisitor(booth.origin)
  const { base, tag } = await registerAt(attendee)

  const shipKey = await makeLabKey(lab, mayShip)
  if (!shipKey) throw new Error('a cluster with security makes keys')
  const metricbeat = stopAfterwards(
    startMetricbeat({ metricbeat: 9, origin: lab.url, key: shipKey, tag }),
  )
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
}
