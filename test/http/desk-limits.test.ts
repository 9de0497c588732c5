import { describe, expect, test } from '@jest/globals'
import { answerOf, claimedAttendee } from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'

const UNKNOWN = 'K7M2X-9QP4J'
const newScanId = () => crypto.randomUUID()

async function openDesk(database = databases[0]!, beside?: TestBooth) {
  const booth = await openTestBooth(beside ? { beside } : { database })
  const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
  const { formToken = '' } = (await phone.open('/staff')).form().filled
  const tap = (path: 'look-ups' | 'hand-overs', code: string, scanId = newScanId()) =>
    phone.post(`/staff/${path}`, { formToken, code, scanId })
  return { booth, phone, tap, formToken }
}

describe.each(databases)('a phone’s limits, on $name', (database) => {
  test('a tap repeated until its answer arrives is one tap, however often', async () => {
    const { booth, tap } = await openDesk(database)
    const { code } = await claimedAttendee(booth)
    const scanId = newScanId()
    for (let time = 0; time < 130; time++)
      expect(answerOf(await tap('hand-overs', code, scanId))).toBe('handed-over')
    expect((await tap('hand-overs', UNKNOWN)).status).toBe(404)
  })

  test('an unknown code repeated counts once; 60 different ones are the most', async () => {
    const { tap, booth } = await openDesk(database)
    const scanId = newScanId()
    for (let time = 0; time < 70; time++)
      expect((await tap('look-ups', UNKNOWN, scanId)).status).toBe(404)
    for (let time = 1; time < 60; time++) expect((await tap('look-ups', UNKNOWN)).status).toBe(404)
    expect((await tap('look-ups', UNKNOWN)).status).toBe(429)
    expect((await tap('hand-overs', UNKNOWN)).status).toBe(429)
    // The answer to what was sent before is still to be had.
    expect((await tap('look-ups', UNKNOWN, scanId)).status).toBe(404)
    booth.clock.goOn(1.01)
    expect((await tap('look-ups', UNKNOWN)).status).toBe(404)
  })

  test('neither a restart nor another instance forgets them', async () => {
    const { booth, phone, tap, formToken } = await openDesk(database)
    for (let time = 0; time < 60; time++) await tap('look-ups', UNKNOWN)
    const again = await openTestBooth({ beside: booth })
    const sameLogin = again.visitor()
    for (const [name, value] of phone.cookies) sameLogin.cookies.set(name, value)
    const fields = { formToken, code: UNKNOWN, scanId: newScanId() }
    const page = await sameLogin.post('/staff/look-ups', fields)
    expect([page.status, page.headers['retry-after']]).toEqual([429, '60'])
  })

  test('what arrives at the same moment is counted too', async () => {
    const { tap } = await openDesk(database)
    const pages = await Promise.all(Array.from({ length: 150 }, () => tap('look-ups', UNKNOWN)))
    expect(pages.filter(({ status }) => status !== 429).length).toBeLessThanOrEqual(120)
  })

  test('one phone’s limit is not another’s', async () => {
    const { booth, tap } = await openDesk(database)
    for (let time = 0; time < 60; time++) await tap('look-ups', UNKNOWN)
    const other = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Lee')
    const { formToken = '' } = (await other.open('/staff')).form().filled
    const fields = { formToken, code: UNKNOWN, scanId: newScanId() }
    expect((await other.post('/staff/look-ups', fields)).status).toBe(404)
  })
})
