import { expect, test } from '@jest/globals'
import { createExchangeLimiter } from '../../../src/verification/connection/limit-exchanges.ts'
import type { Leave } from '../../../src/verification/connection/limit-exchanges.ts'
import { plain } from '../../support/hostile-answers.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import { askOnce, exchangesWithLoopback } from '../../support/hostile-exchange.ts'

const bounds = { perHost: 2, inAll: 3, waiting: 2, waitingMs: 60_000 }

/** Lets everything that can go on do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

function enter(limiter: ReturnType<typeof createExchangeLimiter>, host: string) {
  const seen: { said?: 'in' | 'busy'; leave: Leave } = { leave: () => undefined }
  void limiter.enter(host).then((outcome) => {
    seen.said = outcome === 'busy' ? 'busy' : 'in'
    if (outcome !== 'busy') seen.leave = outcome
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
  const first = await limiter.enter('a')
  expect(await limiter.enter('b')).toBe('busy')
  if (first !== 'busy') first()
  expect(await limiter.enter('c')).not.toBe('busy')
})

test('a conversation nobody closes gives its place back at the deadline', async () => {
  const cluster = await startHostileCluster(plain(''))
  const open = exchangesWithLoopback({
    ports: [cluster.port],
    bounds: { inAll: 1, totalMs: 200, waitingMs: 60_000 },
  })
  const forgotten = open()
  expect(await forgotten.ask({ method: 'GET', path: '/' })).toMatchObject({ kind: 'fault' })
  expect(await askOnce(open())).not.toEqual({ kind: 'fault', fault: 'busy' })
  await cluster.stop()
})

test('a full line is said as busy', async () => {
  const cluster = await startHostileCluster(() => undefined)
  const open = exchangesWithLoopback({ ports: [cluster.port], bounds: { inAll: 1, waiting: 0 } })
  const first = open()
  const asked = first.ask({ method: 'GET', path: '/' })
  expect(await askOnce(open())).toEqual({ kind: 'fault', fault: 'busy' })
  await first.close()
  await asked
  await cluster.stop()
})
