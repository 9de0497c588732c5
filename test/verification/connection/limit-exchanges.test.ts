import { expect, test } from '@jest/globals'
import { createExchangeLimiter } from '../../../src/verification/connection/limit-exchanges.ts'
import type { Leave } from '../../../src/verification/connection/limit-exchanges.ts'
import { standingClock } from '../../support/claims-booth.ts'
import { plain } from '../../support/hostile-answers.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import { askOnce, exchangesWithLoopback } from '../../support/hostile-exchange.ts'

const bounds = { perHost: 2, perHostAndMinute: 40, inAll: 3, waiting: 2, waitingMs: 60_000 }

/** Lets everything that can go on do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

function enter(
  limiter: ReturnType<typeof createExchangeLimiter>,
  host: string,
  by = `for ${host}`,
) {
  const seen: { said?: 'in' | 'busy'; leave: Leave } = { leave: () => undefined }
  void limiter.enter({ host, by }).then((outcome) => {
    seen.said = typeof outcome === 'function' ? 'in' : outcome.kind
    if (typeof outcome === 'function') seen.leave = outcome
  })
  return seen
}

test('two with one host, three in all, two in line, the next is told at once', async () => {
  const limiter = createExchangeLimiter(bounds)
  const all = ['a', 'a', 'a', 'b', 'c', 'd'].map((host) => enter(limiter, host))
  await settle()
  expect(all.map(({ said }) => said)).toEqual(['in', 'in', undefined, 'in', undefined, 'busy'])
  all.forEach(({ leave }) => {
    leave()
  })
  await settle()
  expect(all.map(({ said }) => said)).toEqual(['in', 'in', 'in', 'in', 'in', 'busy'])
})

test('a host at its own limit does not hold up the others in line', async () => {
  const limiter = createExchangeLimiter(bounds)
  const [first, , other] = ['a', 'a', 'b'].map((host) => enter(limiter, host))
  const [third, stranger] = ['a', 'c'].map((host) => enter(limiter, host))
  await settle()
  other?.leave()
  await settle()
  expect([third?.said, stranger?.said]).toEqual([undefined, 'in'])
  first?.leave()
  await settle()
  expect(third?.said).toBe('in')
})

test('whoever asks often waits behind everybody’s first turn', async () => {
  const limiter = createExchangeLimiter({ ...bounds, inAll: 1, waiting: 20 })
  const inside = enter(limiter, 'a', 'greedy')
  const order: string[] = []
  for (const [host, by] of [
    ['b', 'greedy'],
    ['c', 'greedy'],
    ['d', 'greedy'],
    ['e', 'kim'],
    ['f', 'lee'],
    ['g', 'kim'],
  ] as const)
    void limiter.enter({ host, by }).then((outcome) => {
      order.push(by)
      if (typeof outcome === 'function') outcome()
    })
  await settle()
  expect(limiter.waiting()).toBe(6)
  inside.leave()
  await settle()
  expect(order).toEqual(['greedy', 'kim', 'lee', 'greedy', 'kim', 'greedy'])
  expect(limiter.waiting()).toBe(0)
})

test('one host is checked 40 times in any minute, whoever asks; then it is said when again', async () => {
  const clock = standingClock()
  const limiter = createExchangeLimiter({ ...bounds, inAll: 99 }, clock.now)
  const visit = async (by: string) => {
    const outcome = await limiter.enter({ host: 'victim', by })
    if (typeof outcome !== 'function') return outcome
    outcome()
    return 'in'
  }
  clock.goOn(0.25)
  for (let person = 0; person < 40; person++) {
    clock.goOn(0.5 / 60)
    expect(await visit(`person ${person}`)).toBe('in')
  }
  expect(await visit('one more')).toEqual({ kind: 'busy', seconds: 41, waiting: 0 })
  expect(typeof (await limiter.enter({ host: 'another', by: 'one more' }))).toBe('function')
  clock.goOn(41 / 60)
  expect(await visit('one more')).toBe('in')
})

test('a practice cluster of ours may be asked as often as one likes', async () => {
  const limiter = createExchangeLimiter(bounds, standingClock().now)
  for (let time = 0; time < 100; time++) {
    const leave = await limiter.enter({ host: '127.0.0.1:9208', by: 'kim', ours: true })
    if (typeof leave === 'function') leave()
    expect(typeof leave).toBe('function')
  }
})

test('one check more than a host may have in a minute opens no connection', async () => {
  const cluster = await startHostileCluster(() => undefined)
  const open = exchangesWithLoopback({
    ports: [cluster.port],
    bounds: { perHostAndMinute: 1, perHost: 9 },
  })
  const first = open()
  const asked = first.ask({ method: 'GET', path: '/' })
  expect(await askOnce(open())).toEqual({
    kind: 'fault',
    fault: 'busy',
    busy: { kind: 'busy', seconds: 60, waiting: 0 },
  })
  expect(cluster.connections()).toBeLessThanOrEqual(1)
  await first.close()
  await asked
  await cluster.stop()
})

test('leaving twice gives back one place', async () => {
  const limiter = createExchangeLimiter({ ...bounds, inAll: 1 })
  const first = enter(limiter, 'a')
  const second = enter(limiter, 'b')
  const third = enter(limiter, 'c')
  await settle()
  first.leave()
  first.leave()
  await settle()
  expect([second.said, third.said]).toEqual(['in', undefined])
  second.leave()
  await settle()
  third.leave()
})

test('who waits too long is told so, and holds no place later', async () => {
  const limiter = createExchangeLimiter({ ...bounds, inAll: 1, waitingMs: 10 })
  const first = await limiter.enter({ host: 'a', by: 'kim' })
  expect(await limiter.enter({ host: 'b', by: 'lee' })).toEqual({
    kind: 'busy',
    seconds: 1,
    waiting: 0,
  })
  if (typeof first === 'function') first()
  expect(typeof (await limiter.enter({ host: 'c', by: 'lee' }))).toBe('function')
})

test('a conversation nobody closes gives its place back at the deadline', async () => {
  const cluster = await startHostileCluster(plain(''))
  const open = exchangesWithLoopback({
    ports: [cluster.port],
    bounds: { inAll: 1, totalMs: 200, waitingMs: 60_000 },
  })
  const forgotten = open()
  expect(await forgotten.ask({ method: 'GET', path: '/' })).toMatchObject({ kind: 'fault' })
  expect(await askOnce(open())).not.toMatchObject({ kind: 'fault', fault: 'busy' })
  await cluster.stop()
})

test('a full line is said as busy', async () => {
  const cluster = await startHostileCluster(() => undefined)
  const open = exchangesWithLoopback({ ports: [cluster.port], bounds: { inAll: 1, waiting: 0 } })
  const first = open()
  const asked = first.ask({ method: 'GET', path: '/' })
  expect(await askOnce(open())).toMatchObject({
    kind: 'fault',
    fault: 'busy',
    busy: { seconds: 10, waiting: 0 },
  })
  await first.close()
  await asked
  await cluster.stop()
})
