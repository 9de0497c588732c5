import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await startPostgresServer()
}, 60_000)
const journey = prepareJourney({ databaseUrl: () => server?.url })
afterAll(() => server?.stop(), 60_000)

test('while the database is away a tap is amber and says so; open pages keep what they knew; then it is green', async () => {
  const { page: owner, expectComplaint: ofOwner } = await journey.arrive()
  const code = await claim(owner, journey.booth(), { nickname: 'Mina', shirt: 'mint-M' })
  const { page: wall, expectComplaint: ofWall } = await journey.arrive({ device: 'laptop' })
  await wall.goto('/wall')
  const { page: staff, expectComplaint: ofStaff } = await enrolStaff(journey, {
    name: 'Kim',
    role: 'scan',
  })
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()

  // Any open page may ask while the database is away; its browser notes the answer.
  for (const expectComplaint of [ofOwner, ofWall, ofStaff]) expectComplaint(/503/)
  await server?.kill()
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Cannot record now' }).waitFor()
  await staff.getByText('Hand out nothing and call a lead.').waitFor()
  expect(await staff.locator('html').getAttribute('class')).toContain('answer-wait')
  expect(await owner.locator('.claim-code code').innerText()).toBe(code)
  expect(await wall.locator('[data-count="passed"]').innerText()).toBe('1')

  await server?.start()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  await owner.getByText('Enjoy it, Mina!').waitFor()
}, 90_000)
