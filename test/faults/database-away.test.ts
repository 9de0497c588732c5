import { afterAll, expect, test } from '@jest/globals'
import { createApp } from '../../src/app.ts'
import { Secret } from '../../src/shared/secret.ts'
import { answerOf, shirtFetched } from '../support/attendee.ts'
import { everyRoute } from '../support/every-route.ts'
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { openTestBooth } from '../support/test-booth.ts'
import type { Visitor } from '../support/visitor.ts'

const CANNOT_RECORD = {
  ko: '지금은 기록할 수 없어요',
  en: 'Cannot record now',
  ja: '今は記録できません',
}

let server: PostgresServer | undefined
afterAll(() => server?.stop(), 60_000)

test('PostgreSQL is away: no page says yes, staff read that nothing can be recorded, and all goes on by itself', async () => {
  server = await startPostgresServer()
  const place = { kind: 'postgres', url: new Secret(server.url) } as const
  const booth = await openTestBooth({
    database: { name: 'PostgreSQL', newPlace: () => Promise.resolve(place) },
  })
  const { lead, owner, base, code, handOver } = await shirtFetched(booth)

  await server.kill()
  expect(await unlikeAway(booth, lead)).toEqual([])
  for (const [language, words] of Object.entries(CANNOT_RECORD)) {
    const page = await lead.open('/staff', { 'Accept-Language': language })
    expect(page.text).toContain(words)
  }
  const amber = await handOver()
  expect([amber.status, answerOf(amber)]).toEqual([503, 'cannot-record'])
  for (const page of [await owner.open(`${base}/claim`), await owner.open('/wall')]) {
    expect([page.status, page.headers['refresh']]).toEqual([503, '5'])
    expect(page.text).toContain('What was saved is kept.')
  }
  expect((await owner.open('/readyz')).status).toBe(503)
  expect((await owner.open('/healthz')).status).toBe(200)
  expect(booth.log.filter((line) => line.includes('"log.level":"error"'))).toEqual([])

  await server.start()
  expect((await owner.open('/readyz')).status).toBe(200)
  expect((await owner.open(`${base}/claim`)).text).toContain(code)
  const green = await handOver()
  expect([green.status, answerOf(green)]).toEqual([200, 'handed-over'])
}, 120_000)

/** Staff routes that answer anything but the amber page. */
async function unlikeAway(booth: Awaited<ReturnType<typeof openTestBooth>>, lead: Visitor) {
  const routes = everyRoute(createApp(booth.booth)).filter(({ path }) => path.startsWith('/staff'))
  expect(routes.length).toBeGreaterThan(30)
  const odd: string[] = []
  for (const { method, path } of routes) {
    const page = await (method === 'GET' ? lead.open(path) : lead.post(path, {}))
    const isAmber = page.html.includes('answer-wait') && page.html.includes('"cannot-record"')
    if (page.status !== 503 || !isAmber || page.html.includes('answer-go'))
      odd.push(`${method} ${path}: ${page.status}`)
  }
  return odd
}
