import { describe, expect, test } from '@jest/globals'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Visitor } from '../support/visitor.ts'

const filled = { nickname: 'Mina', consent: 'yes' }
const switchTo = async (lead: Visitor, presenceCode: 'on' | 'off') =>
  (await lead.open('/staff/room')).submit({ presenceCode }, { to: '/staff/presence-code' })
const codeOn = (html: string) => /<code class="tag">([^<]+)</.exec(html)?.[1] ?? ''

describe.each(databases)('the code for registering on one’s own phone, on $name', (database) => {
  const open = async (presenceCode: 'on' | 'off' = 'off') => {
    const plain = await openTestBooth({ database })
    const event = { ...plain.event, presenceCode }
    const booth = await openTestBooth({ beside: plain, event })
    return { booth, kiosk: await booth.enrolled({ kind: 'kiosk' }) }
  }

  test('off at first: nobody is asked for one, the kiosk shows none', async () => {
    const { booth, kiosk } = await open()
    expect(codeOn((await kiosk.open('/kiosk')).html)).toBe('')
    const page = await booth.visitor().open('/register')
    expect(page.html).not.toContain('name="presence"')
    expect((await page.submit(filled)).path).toMatch(/^\/m\//)
  })

  test('on in the event file: the form asks for the code of the kiosk’s first screen', async () => {
    const { booth, kiosk } = await open('on')
    const code = codeOn((await kiosk.open('/kiosk')).html)
    expect(code).toMatch(/^[1-9A-Z]{3}-[1-9A-Z]{3}$/)
    const page = await booth.visitor().open('/register')
    expect(page.text).toContain('You find it on the kiosk at our booth')

    const before = await booth.rowCounts()
    for (const [presence, words] of [
      ['', 'Please fill this in'],
      ['7H3-VYZ', 'Look at the kiosk at our booth; it changes every 10 minutes'],
    ] as const) {
      const refused = await page.submit({ ...filled, presence })
      expect([refused.status, refused.text.includes(words)]).toEqual([400, true])
      expect(refused.form('/register').filled['nickname']).toBe('Mina')
    }
    expect(await booth.rowCounts()).toEqual(before)
    expect((await page.submit({ ...filled, presence: code.toLowerCase() })).path).toMatch(/^\/m\//)

    booth.clock.goOn(10)
    expect(codeOn((await kiosk.open('/kiosk')).html)).not.toBe(code)
    expect((await page.submit({ ...filled, presence: code })).path).toMatch(/^\/m\//)
    booth.clock.goOn(10)
    expect((await page.submit({ ...filled, presence: code })).status).toBe(400)
  })

  test('a lead switches it on and off for every instance; it is journalled with who', async () => {
    const { booth, kiosk } = await open()
    const other = await openTestBooth({ beside: booth })
    const lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
    const room = await switchTo(lead, 'on')
    const code = codeOn((await kiosk.open('/kiosk')).html)
    expect([room.path, codeOn(room.html) === code]).toEqual(['/staff/room', true])
    expect((await other.visitor().open('/register')).html).toContain('name="presence"')

    expect(codeOn((await switchTo(lead, 'off')).html)).toBe('')
    expect((await other.visitor().open('/register')).html).not.toContain('name="presence"')
    const lines = await booth.storage.read
      .selectFrom('journal')
      .select(['data', 'person'])
      .where('kind', '=', 'presence-code-switched')
      .execute()
    expect(lines.map(({ data }) => data)).toEqual(['{"to":"on"}', '{"to":"off"}'])
    expect(lines.every(({ person }) => person !== null)).toBe(true)
  })

  test('the scan role sees the code but may not switch it', async () => {
    const { booth } = await open('on')
    const scan = await booth.enrolled({ kind: 'staff', role: 'scan' })
    const room = await scan.open('/staff/room')
    expect(codeOn(room.html)).not.toBe('')
    expect(room.html).not.toContain('action="/staff/presence-code"')
    const { formToken = '' } = (await scan.open('/staff')).form().filled
    const page = await scan.post('/staff/presence-code', { formToken, presenceCode: 'off' })
    expect(page.status).toBe(403)
    expect(codeOn((await scan.open('/staff/room')).html)).not.toBe('')
  })
})

describe('registrations a minute', () => {
  test('a kiosk takes 30; the next keeps what was typed, says when, and staff see how many', async () => {
    const booth: TestBooth = await openTestBooth()
    const kiosk = await booth.enrolled({ kind: 'kiosk' })
    const staff = await booth.enrolled({ kind: 'staff', role: 'scan' })
    const register = async () =>
      (await kiosk.open('/kiosk/nickname')).submit(
        { nickname: 'Person' },
        { to: '/kiosk/registrations' },
      )
    for (let time = 0; time < 30; time++) expect((await register()).path).toBe('/kiosk/done')
    expect((await staff.open('/staff/room')).text).not.toContain('refused in the last')

    booth.clock.goOn(0.25)
    const page = await register()
    expect([page.status, page.headers['retry-after']]).toEqual([429, '45'])
    expect(page.text).toContain('Press the button again in 45 seconds')
    expect(page.html).toContain('value="Person"')
    await register()
    expect((await staff.open('/staff/room')).text).toContain(
      '2 registrations refused in the last 10 minutes (more than 30 a minute)',
    )
    booth.clock.goOn(0.75)
    expect((await register()).path).toBe('/kiosk/done')
  })
})
