import { expect, test } from '@jest/globals'
import { claimedAttendee } from '../support/attendee.ts'
import { HTTPS, openTestBooth, PLAIN_HTTP } from '../support/test-booth.ts'

const plain = () => openTestBooth({ config: { PUBLIC_URL: PLAIN_HTTP } })

test('over plain HTTP staff, kiosk and attendee read what does not work, and the way round', async () => {
  const booth = await plain()
  const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
  expect((await phone.open('/staff')).text).toContain(
    'Plain HTTP: the camera does not open and logins are not protected. Type the codes',
  )
  const enrolling = await booth.visitor().open(await booth.enrolmentPath({ kind: 'kiosk' }))
  expect(enrolling.text).toContain('Turn off its form filling.')
  const { page } = await claimedAttendee(booth)
  expect(page.text).toContain('Take a screenshot of it.')
  expect(page.html).not.toContain('data-offline-copy')
})

test.each([HTTPS, 'http://localhost:3000'])('at %s nobody is told of it', async (PUBLIC_URL) => {
  const booth = await openTestBooth({ config: { PUBLIC_URL } })
  const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
  const enrolling = await booth.visitor().open(await booth.enrolmentPath({ kind: 'kiosk' }))
  const { page } = await claimedAttendee(booth)
  for (const { text } of [await phone.open('/staff'), enrolling, page])
    expect(text).not.toMatch(/Plain HTTP|screenshot/)
})

test.each([
  [HTTPS, '"cache", "storage"'],
  [PLAIN_HTTP, undefined],
])('at %s the kiosk’s Done tells the browser to clear: %s', async (PUBLIC_URL, header) => {
  const booth = await openTestBooth({ config: { PUBLIC_URL } })
  const kiosk = await booth.enrolled({ kind: 'kiosk' })
  const answers: unknown[] = []
  booth.server.on('request', (_req, res) => {
    res.on('finish', () => answers.push(res.getHeader('Clear-Site-Data')))
  })
  await kiosk.post('/kiosk/done', {})
  expect(answers).toEqual([header, undefined])
  // The kiosk stays enrolled.
  expect((await kiosk.open('/kiosk')).status).toBe(200)
})
