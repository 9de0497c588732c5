import { expect, test } from '@jest/globals'
import { startPracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { receiptOf, registerAt } from '../support/attendee-of-process.ts'
import { startBoothProcess } from '../support/booth-process.ts'
import { ship } from '../support/booth-server.ts'
import { createVisitor } from '../support/remote-visitor.ts'
import { stopAfterwards } from '../support/stop-afterwards.ts'

test('a booth killed after a pass starts again with the pass and its receipt, though the data is gone', async () => {
  const cluster = stopAfterwards(await startPracticeCluster())
  const booth = stopAfterwards(await startBoothProcess({ PRACTICE_ORIGINS: cluster.origin }))
  const attendee = createVisitor(booth.origin)
  const { base, tag } = await registerAt(attendee)
  ship(cluster, tag)
  const connection = { target: cluster.origin, key: cluster.readKey.encoded }
  const passed = await attendee.post(`${base}/check`, connection)
  expect(passed.text).toContain('data-verdict="passed"')
  const receipt = receiptOf(passed)
  expect(receipt).toContain('documents over')

  await booth.killAndStart()
  const authorization = `ApiKey ${cluster.createKey({ name: 'all' }).encoded}`
  await fetch(`${cluster.origin}/metricbeat-9.2.1`, {
    method: 'DELETE',
    headers: { authorization },
  })
  expect(cluster.documents()).toEqual([])
  const asked = cluster.requests().length

  for (const visitor of [attendee, createVisitor(booth.origin)]) {
    await visitor.post(`${base}/check`, connection)
    await visitor.post(`${base}/watch`)
    const page = await visitor.get(`${base}?lang=en`)
    expect(page.text).toContain('data-verdict="passed"')
    expect(receiptOf(page)).toBe(receipt)
  }
  expect(cluster.requests()).toHaveLength(asked)
})
