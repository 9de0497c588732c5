import { afterEach, expect, test } from '@jest/globals'
import { createLaptops } from '../../src/rehearsal/laptops.ts'
import { startPracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { createSeededPick } from '../../src/rehearsal/seeded-pick.ts'
import { stopAfterwards } from '../support/stop-afterwards.ts'

const START = Date.parse('2026-11-28T00:30:00.000Z')
let now = START
const origins: string[] = []

/** The system is asked for these ports, one after the other; 0 is any. */
function setUp(ports: number[] = []) {
  now = START
  return createLaptops({
    startCluster: async (options) =>
      stopAfterwards(await startPracticeCluster({ ...options, port: ports.shift() ?? 0 })),
    origins,
    now: () => new Date(now),
    pick: createSeededPick(1),
  })
}

afterEach(() => {
  origins.splice(0)
})

test('every tag has one laptop, with a cluster, a host and an agent of its own', async () => {
  const laptops = setUp()
  const [kim, lee, again] = [
    await laptops.of('kim'),
    await laptops.of('lee'),
    await laptops.of('kim'),
  ]
  expect(again).toBe(kim)
  expect(lee.cluster.clusterUuid).not.toBe(kim.cluster.clusterUuid)
  const identities = [kim, lee].map((laptop) => {
    laptop.ship({ tag: 'x', placement: 'right', everySeconds: 10 })
    const { agent, host } = laptop.cluster.documents()[0] as Record<
      'agent' | 'host',
      { id: string }
    >
    return [agent.id, host.id]
  })
  expect(new Set(identities.flat()).size).toBe(4)
})

test('only the clusters that run may be dialled', async () => {
  const laptops = setUp()
  const [kim, lee] = [await laptops.of('kim'), await laptops.of('lee')]
  expect(origins).toEqual([kim.cluster.origin, lee.cluster.origin])
  await laptops.close('kim')
  expect(origins).toEqual([lee.cluster.origin])
  await laptops.closeAll()
  expect(origins).toEqual([])
})

test('a port is never given to two people', async () => {
  const ports: number[] = []
  const laptops = setUp(ports)
  const first = await laptops.of('kim')
  await laptops.close('kim')
  ports.push(Number(new URL(first.cluster.origin).port))
  expect((await laptops.of('lee')).cluster.origin).not.toBe(first.cluster.origin)
})

test('documents arrive as time passes, until Metricbeat ends', async () => {
  const laptop = await setUp().of('kim')
  const newest = () => {
    laptop.catchUp()
    const times = laptop.cluster.documents().map((document) => String(document['@timestamp']))
    return (Date.parse(times.toSorted().at(-1) ?? '') - START) / 1000
  }
  laptop.ship({ tag: 'kim', placement: 'right', everySeconds: 10, forSeconds: 30 })
  expect(newest()).toBe(0)
  now = START + 25_000
  expect(newest()).toBe(20)
  now = START + 300_000
  expect(newest()).toBe(30)
})
