import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { drawQr } from '../../src/platform/draw-qr.ts'
import { claim, enrolStaff, prepareJourney } from '../support/browser-journey.ts'
import { showToCamera } from '../support/fake-camera.ts'

const journey = prepareJourney()

test('the camera reads the code, and the shirt is green only after the commit', async () => {
  const { page: attendee } = await journey.arrive({ device: 'phone' })
  await claim(attendee, journey.booth(), { nickname: 'Mina', shirt: 'mint-L' })
  await holdUp(attendee)

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

test('what the camera misreads, and any other QR, is passed over in silence', async () => {
  const { page: attendee } = await journey.arrive({ device: 'phone' })
  const code = await claim(attendee, journey.booth(), { nickname: 'Jun', shirt: 'blue-M' })
  const right = code.replace('-', '')
  const misread = right.slice(0, -1) + (right.endsWith('7') ? '8' : '7')
  await holdUp(attendee, [
    await drawQr(misread, 'H'),
    await drawQr('https://booth.example/m/somebody'),
  ])

  const { page: staff } = await enrolStaff(journey, { name: 'Lee', role: 'scan' })
  const lookedUp: (string | null)[] = []
  staff.on('request', (request) => {
    if (request.url().endsWith('/staff/look-ups'))
      lookedUp.push(new URLSearchParams(request.postData() ?? '').get('code'))
  })
  await staff.getByRole('button', { name: 'Start scanning' }).click()
  await staff.getByRole('heading', { name: 'Fetch' }).waitFor()
  expect(lookedUp).toEqual([right])
}, 40_000)

/** The claim page's own QR before the camera, after whatever else comes first. */
async function holdUp(attendee: Page, before: readonly string[] = []): Promise<void> {
  const own = (await attendee.locator('img.qr').getAttribute('src')) ?? ''
  const pictures = [...before, own]
  await showToCamera(attendee, { file: journey.cameraFile(), pictures })
}
