import { expect, test } from '@jest/globals'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { showToCamera } from '../support/fake-camera.ts'

const journey = prepareJourney()

test('the camera reads the code, and the shirt is green only after the commit', async () => {
  const { page: attendee } = await journey.arrive({ device: 'phone' })
  await claim(attendee, journey.booth(), { nickname: 'Mina', shirt: 'mint-L' })
  await showToCamera(attendee, journey.cameraFile())

  const { page: staff, expectComplaint } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  await staff.getByRole('button', { name: 'Start scanning' }).click()
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
  expect(await staff.locator('.answer-which').innerText()).toMatch(/mint\s*· L/i)
  expect(await staff.locator('html').getAttribute('class')).toContain('answer-fetch')

  await staff.getByRole('button', { name: 'Hand over' }).click()
  await staff.getByRole('heading', { name: 'Handed over' }).waitFor()
  expect(await staff.locator('html').getAttribute('class')).toContain('answer-go')
  await attendee.getByText('Enjoy it, Mina!').waitFor()

  expectComplaint(/409/)
  await staff.getByRole('link', { name: 'Next scan' }).click()
  await staff.getByRole('heading', { name: 'Already handed over' }).waitFor()
  expect(await staff.locator('.answer-facts').innerText()).toMatch(/Kim[\s\S]*Linux/)
  await staff.getByText('this phone').waitFor()
}, 40_000)
