import { test } from '@jest/globals'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { showToCamera } from '../support/fake-camera.ts'

const journey = prepareJourney()

test('a camera that does not open is said, and the next try works', async () => {
  // Nothing was shown to the camera yet: it cannot deliver a picture.
  const { page: staff } = await enrolStaff(journey, { name: 'Kim', role: 'scan' })
  await staff.getByRole('button', { name: 'Start scanning' }).click()
  await staff.getByText('The camera did not open.').waitFor()

  const { page: attendee } = await journey.arrive()
  await claim(attendee, journey.booth(), { nickname: 'Mina', shirt: 'black-L' })
  const picture = (await attendee.locator('img.qr').getAttribute('src')) ?? ''
  await showToCamera(attendee, { file: journey.cameraFile(), pictures: [picture] })
  await staff.getByRole('button', { name: 'Start scanning' }).click()
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
}, 40_000)
