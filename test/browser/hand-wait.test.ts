import { expect, test } from '@jest/globals'
import { connect, prepareJourney, signUp } from '../support/browser-journey.ts'

const journey = prepareJourney()
/** More than docs/limits.md allows at once, on a machine however slow. */
const MANY = 12

test('too many checks by hand: the button waits, the words count down, and then it works again', async () => {
  const { page } = await journey.arrive({ device: 'laptop' })
  await signUp(page, 'Mina')
  const cluster = await journey.booth().newCluster()
  await connect(page, { address: cluster.origin, key: cluster.readKey.encoded })
  const checkNow = page.getByRole('button', { name: 'Check now' })
  const words = page.getByRole('timer')
  for (let check = 1; check < MANY && !(await words.isVisible()); check++) {
    const asked = page.waitForResponse('**/check-again')
    await checkNow.click()
    await asked
    await page.locator('[data-check] button').waitFor()
  }

  expect(await checkNow.isDisabled()).toBe(true)
  expect(await words.innerText()).toMatch(/^You can check by hand again in \d+ sec/)
  await page.getByText('You can check by hand again in 1 second.').waitFor({ timeout: 25_000 })
  await words.waitFor({ state: 'hidden' })
  expect(await checkNow.isEnabled()).toBe(true)
}, 60_000)
