import { expect, test } from '@jest/globals'
import { connect, enrolStaff, prepareJourney, signUp } from '../support/browser-journey.ts'
import { ship } from '../support/booth-server.ts'

const journey = prepareJourney()
const PLAIN = { javaScriptEnabled: false }

test('from registering to the shirt in hand without any script', async () => {
  const { page } = await journey.arrive(PLAIN)
  const tag = await signUp(page, 'Mina')
  const cluster = await journey.booth().newCluster()
  ship(cluster, tag, { placement: 'one-letter' })
  await connect(page, { address: cluster.origin, key: cluster.readKey.encoded })
  await page.getByRole('status').getByText('MB-TAG-NEAR-MISS').waitFor()
  ship(cluster, tag)
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByRole('link', { name: 'Choose your shirt' }).click()
  await page.locator('label:has(input[value="mint-L"])').click()
  await page.getByRole('button', { name: 'Reserve this shirt' }).click()
  const code = await page.locator('.claim-code code').innerText()

  const { page: staff } = await enrolStaff(journey, { name: 'Kim', role: 'scan' }, PLAIN)
  expect(await staff.getByRole('button', { name: 'Start scanning' }).isVisible()).toBe(false)
  await staff.getByLabel('Claim code').fill(code)
  await staff.getByRole('button', { name: 'Look up' }).click()
  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  await page.reload()
  await page.getByText('Enjoy it, Mina!').waitFor()
}, 40_000)
