import { randomBytes, randomInt } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { createClaimCode } from '../../src/claims/claim-code.ts'
import { answerOf, claimedAttendee, stockLine } from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page, Visitor } from '../support/visitor.ts'
import { PASSPHRASE, PIN } from '../support/staff-proofs.ts'

/** Tables that a look-up may not touch. */
const WITHOUT_SCANS = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([table]) => table !== 'scan'))

describe.each(databases)('the staff desk, over HTTP, on $name', (database) => {
  let booth: TestBooth
  let scan: Visitor
  let lead: Visitor
  beforeAll(async () => {
    booth = await openTestBooth({ database })
    scan = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim')
    lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
  })

  const lookUp = async (phone: Visitor, code: string) =>
    (await phone.open('/staff')).submit({ code }, { to: '/staff/look-ups' })

  describe('enrolling', () => {
    test('opening the link shows what it does and spends nothing; the button enrols, once', async () => {
      const path = await booth.enrolmentPath({ kind: 'staff', role: 'scan' })
      const before = await booth.rowCounts()
      const phone = booth.visitor({
        userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)',
      })
      const page = await phone.open(path)
      await phone.open(path)
      expect(await booth.rowCounts()).toEqual(before)
      const staff = await page.submit({ name: 'Jun', pin: PIN })
      expect([staff.status, staff.path]).toEqual([200, '/staff'])
      expect(staff.text).toContain('Jun · iPhone')

      const other = booth.visitor()
      expect((await other.open(path)).status).toBe(410)
      const second = await other.post(path, { name: 'Mallory' })
      expect([second.status, second.text.includes('used already')]).toEqual([410, true])
      expect(other.cookies.size).toBe(0)
      expect((await other.open('/staff')).status).toBe(403)
    })

    test('of two devices at the same moment one is enrolled', async () => {
      const path = await booth.enrolmentPath({ kind: 'staff', role: 'admin' })
      const pages = await Promise.all(
        ['A', 'B', 'C'].map((name) =>
          booth.visitor().post(path, { name, pin: PIN, passphrase: PASSPHRASE }),
        ),
      )
      expect(pages.map(({ status }) => status).sort()).toEqual([200, 410, 410])
    })

    test('the link lives ten minutes', async () => {
      const own = await openTestBooth({ database })
      const early = await own.enrolmentPath({ kind: 'staff', role: 'scan' })
      const late = await own.enrolmentPath({ kind: 'staff', role: 'scan' })
      own.clock.goOn(9.9)
      expect((await own.visitor().post(early, { name: 'In time', pin: PIN })).path).toBe('/staff')
      own.clock.goOn(0.1)
      const page = await own.visitor().post(late, { name: 'Too late', pin: PIN })
      expect([page.status, page.text.includes('has run out')]).toEqual([410, true])
    })

    test('a link that never was is unknown', async () => {
      const page = await booth.visitor().open('/enrol/nothing-of-ours')
      expect([page.status, page.text.includes('do not know this enrolment link')]).toEqual([
        404,
        true,
      ])
    })
  })

  describe('handing over', () => {
    test('a look-up shows what to fetch and changes nothing but the scan’s row', async () => {
      const { code, tag } = await claimedAttendee(booth, { nickname: 'Looked' })
      const page = await scan.open('/staff')
      const before = await booth.rowCounts()
      const found = await page.submit({ code })
      expect([found.status, answerOf(found)]).toEqual([200, 'fetch'])
      expect(found.text).toContain('Black · M')
      expect(found.text).toContain(`Looked · ${tag}`)
      const after = await booth.rowCounts()
      expect(WITHOUT_SCANS(after)).toEqual(WITHOUT_SCANS(before))
      expect(after['scan']).toBe(before['scan']! + 1)
    })

    test('the tap commits; the second phone sees who, when and on which phone; stock is one less', async () => {
      const before = stockLine(await lead.open('/staff/stock'), 'blue-L')
      const { code, visitor, base } = await claimedAttendee(booth, {
        nickname: 'Handed',
        shirt: 'blue-L',
      })
      const found = await lookUp(scan, code)
      const tapped = found.form('/staff/hand-overs').filled
      const green = await found.submit({}, { to: '/staff/hand-overs' })
      expect([green.status, answerOf(green)]).toEqual([200, 'handed-over'])
      expect(green.text).toContain('Blue · L')

      const repeated = await scan.post('/staff/hand-overs', tapped)
      expect([repeated.status, answerOf(repeated)]).toEqual([200, 'handed-over'])
      expect(repeated.text).toContain('done on this phone')

      booth.clock.goOn(3)
      const red = await lookUp(lead, code)
      expect([red.status, answerOf(red)]).toEqual([409, 'already-handed-over'])
      expect(red.text).toContain('By Kim')
      expect(red.text).toContain('Phone Linux')
      expect(red.text).toContain('3 minutes ago')
      expect(red.text).not.toContain('this phone')
      const formToken = (await lead.open('/staff')).form().filled['formToken']!
      const forced = await lead.post('/staff/hand-overs', {
        ...tapped,
        formToken,
        scanId: 'b'.repeat(26),
      })
      expect([forced.status, answerOf(forced)]).toEqual([409, 'already-handed-over'])

      const after = stockLine(await lead.open('/staff/stock'), 'blue-L')
      expect(after).toEqual({
        ...before,
        available: before.available - 1,
        handed: before.handed + 1,
      })
      expect((await visitor.open(`${base}/claim`)).text).toContain('Collected')
    })

    test('a code that a scanner typed through a French keyboard is found; one that does not exist stays a typing error', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Azerty' })
      const typed = (text: string) =>
        Array.from(text, (sign) => '&é"\'(-è_ç'['123456789'.indexOf(sign)] ?? sign)
          .join('')
          .replace(/[AQWZM]/g, (sign) => ({ A: 'Q', Q: 'A', W: 'Z', Z: 'W', M: '?' })[sign]!)
      const found = await lookUp(scan, typed(code.replace('-', '')))
      expect([found.status, answerOf(found)]).toEqual([200, 'fetch'])
      const green = await found.submit({}, { to: '/staff/hand-overs' })
      expect(answerOf(green)).toBe('handed-over')
      const nobody = await lookUp(scan, typed('123456789Z'))
      expect([nobody.status, nobody.text.includes('Typing error')]).toEqual([400, true])
    })

    test('of many phones tapping at once exactly one is green', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Race' })
      const found = await Promise.all([lookUp(scan, code), lookUp(lead, code)])
      const taps = await Promise.all(
        [...found, ...found].map((page) => page.submit({}, { to: '/staff/hand-overs' })),
      )
      const greens = taps.filter((page) => answerOf(page) === 'handed-over')
      // Each phone tapped twice with one scan id: a repeat gets its own answer again.
      expect(new Set(greens.map(({ text }) => text.includes('done on this phone')))).toEqual(
        new Set([true, false]),
      )
      expect(greens).toHaveLength(2)
      expect(taps.filter((page) => answerOf(page) === 'already-handed-over')).toHaveLength(2)
    })

    test('undo takes it back within ten minutes, for the phone that did it; a repeat of the tap is not green', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Undone' })
      const green = await (await lookUp(scan, code)).submit({}, { to: '/staff/hand-overs' })
      const { handOver } = green.form('/staff/undos').filled
      const other = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Choi')
      const formToken = (await other.open('/staff')).form().filled['formToken']!
      const refused = await other.post('/staff/undos', {
        formToken,
        handOver: handOver!,
        scanId: 'c'.repeat(26),
      })
      expect([refused.status, answerOf(refused)]).toEqual([409, 'refused'])

      const undone = await green.submit({}, { to: '/staff/undos' })
      expect([undone.status, undone.path]).toEqual([200, '/staff'])
      expect(undone.text).toContain('Undone')
      expect(answerOf(await lookUp(lead, code))).toBe('fetch')

      const filled = { ...green.form('/staff/undos').filled }
      const again = await scan.post('/staff/hand-overs', {
        formToken: filled['formToken']!,
        code,
        scanId: handOver!,
      })
      expect(answerOf(again)).not.toBe('handed-over')
    })

    test('after ten minutes a scan phone cannot undo, and says so; a lead can', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Too late' })
      const green = await (await lookUp(scan, code)).submit({}, { to: '/staff/hand-overs' })
      booth.clock.goOn(11)
      const refused = await green.submit({}, { to: '/staff/undos' })
      expect([refused.status, answerOf(refused)]).toEqual([409, 'refused'])
      const formToken = (await lead.open('/staff')).form().filled['formToken']!
      const { handOver } = green.form('/staff/undos').filled
      const undone = await lead.post('/staff/undos', {
        formToken,
        handOver: handOver!,
        scanId: 'd'.repeat(26),
      })
      expect([undone.status, undone.path]).toEqual([200, '/staff'])
      expect(answerOf(await lookUp(scan, code))).toBe('fetch')
    })

    test.each([
      ['a code nobody has', createClaimCode((max) => randomInt(max)), 404, 'Unknown code'],
      ['a typing error', 'K7M2X-9QP4K', 400, 'Typing error'],
      ['a zero', 'K7M2X-9QP40', 400, 'Codes have no zero'],
      ['too short', 'K7M', 400, 'Typing error'],
    ])('%s is refused with what to do', async (...[, code, status, words]) => {
      const page = await lookUp(scan, code)
      expect([page.status, answerOf(page), page.text.includes(words)]).toEqual([
        status,
        'refused',
        true,
      ])
      const { formToken } = (await scan.open('/staff')).form().filled
      const scanId = randomBytes(16).toString('hex')
      const tapped = await scan.post('/staff/hand-overs', { formToken: formToken!, code, scanId })
      expect([tapped.status, answerOf(tapped)]).toEqual([status, 'refused'])
    })

    test('the page lists the phone’s last answers', async () => {
      const own = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'List')
      const { code } = await claimedAttendee(booth, { nickname: 'Listed', shirt: 'pink-S' })
      await lookUp(own, code)
      expect((await own.open('/staff')).text).toContain('Pink · S Looked up')
    })
  })

  describe('stock', () => {
    const recountPage = () => lead.open('/staff/stock/mint-XL/recount')

    test('a lead corrects a count with a reason', async () => {
      const saved = await (await recountPage()).submit({ counted: '9', reason: 'a box was short' })
      expect(saved.path).toBe('/staff/stock?saved=mint-XL')
      expect(stockLine(saved, 'mint-XL')).toEqual({ available: 9, reserved: 0, handed: 0 })
      expect(saved.text).toContain('Mint')
      const rows = await booth.dump()
      expect(rows).toContainEqual({ table: 'movement', column: 'reason', value: 'a box was short' })
    })

    test('a count that somebody else changed meanwhile is a conflict: both numbers, what was typed kept, nothing saved', async () => {
      const first = await recountPage()
      const second = await recountPage()
      await second.submit({ counted: '20', reason: 'new box' })
      const page = await first.submit({ counted: '8', reason: 'mine' })
      expect(page.status).toBe(409)
      expect(page.form().filled).toMatchObject({ counted: '8', reason: 'mine', seen: '20' })
      expect(page.text).toContain('20')
      expect(stockLine(await lead.open('/staff/stock'), 'mint-XL').available).toBe(20)
    })

    test('the same tap twice counts once', async () => {
      const page = await recountPage()
      await page.submit({ counted: '30', reason: 'twice' })
      await page.submit({ counted: '30', reason: 'twice' })
      expect(stockLine(await lead.open('/staff/stock'), 'mint-XL').available).toBe(30)
    })
  })

  describe('rights', () => {
    const leadOnly: [string, 'GET' | 'POST'][] = [
      ['/staff/phones', 'GET'],
      ['/staff/phones', 'POST'],
      ['/staff/phones/some-device/revoke', 'POST'],
      ['/staff/stock/black-M/recount', 'GET'],
      ['/staff/stock/black-M/recount', 'POST'],
    ]

    test.each(leadOnly)('%s (%s) is refused to a scan phone', async (path, method) => {
      const before = await booth.rowCounts()
      const formToken = (await scan.open('/staff')).form().filled['formToken']!
      const page: Page =
        method === 'GET'
          ? await scan.open(path)
          : await scan.post(path, {
              formToken,
              role: 'scan',
              counted: '1',
              seen: '1',
              reason: 'x',
              scanId: 'e'.repeat(26),
            })
      expect([page.status, page.text.includes('Ask a lead nearby.')]).toEqual([403, true])
      expect(await booth.rowCounts()).toEqual(before)
    })

    test('the stock page shows a scan phone no way to correct', async () => {
      expect((await scan.open('/staff/stock')).html).not.toContain('/recount')
      expect((await lead.open('/staff/stock')).html).toContain('/staff/stock/black-M/recount')
    })

    test('a lead enrols scan phones and kiosks, not leads; an admin enrols leads', async () => {
      const page = await lead.open('/staff/phones')
      expect(page.form('/staff/phones').choices['role']).toEqual(['kiosk', 'scan'])
      expect((await page.submit({ role: 'lead' }, { to: '/staff/phones' })).status).toBe(403)
      const admin = await booth.enrolled({ kind: 'staff', role: 'admin' }, 'Ahn')
      await (await admin.open('/staff/passphrase')).submit({ passphrase: PASSPHRASE })
      const shown = await (
        await admin.open('/staff/phones')
      ).submit({ role: 'lead' }, { to: '/staff/phones' })
      const path = /https:\/\/booth\.test(\/enrol\/[^<]+)</.exec(shown.html)![1]!
      const phone = booth.visitor()
      await (await phone.open(path)).submit({ name: 'New lead', pin: PIN })
      expect((await phone.open('/staff/phones')).status).toBe(200)
    })

    test('a revoked phone is refused at its very next request', async () => {
      const lost = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Lost')
      const open = await lost.open('/staff')
      const page = await lead.open('/staff/phones')
      const own = new RegExp('Lost</strong>[\\s\\S]*?action="([^"]+revoke)"').exec(page.html)![1]!
      const after = await page.submit({}, { to: own })
      expect(after.text).not.toContain('Lost')
      expect((await lost.open('/staff')).status).toBe(403)
      expect((await open.submit({ code: '11112-22334' })).status).toBe(403)
    })

    test('a lead cannot revoke an admin, and an unknown phone is said to be unknown', async () => {
      const admin = await booth.enrolled({ kind: 'staff', role: 'admin' }, 'Boss')
      const devices = await booth.booth.staff.devices()
      const boss = devices.find(({ name }) => name === 'Boss')!
      const formToken = (await lead.open('/staff/phones')).form().filled['formToken']!
      const refused = await lead.post(`/staff/phones/${boss.device}/revoke`, { formToken })
      expect(refused.status).toBe(403)
      expect((await admin.open('/staff')).status).toBe(200)
      const unknown = await lead.post('/staff/phones/nobody/revoke', { formToken })
      expect(unknown.status).toBe(404)
    })

    test('a kiosk’s cookie opens no staff page, a staff cookie no kiosk', async () => {
      const kiosk = await booth.enrolled({ kind: 'kiosk' })
      const value = kiosk.cookies.get('__Host-kiosk')!
      const forged = booth.visitor()
      forged.cookies.set('__Host-staff', value)
      expect((await forged.open('/staff')).status).toBe(403)
      forged.cookies.set('__Host-kiosk', scan.cookies.get('__Host-staff')!)
      expect((await forged.open('/kiosk')).status).toBe(403)
    })

    test('one attendee’s pages are not another’s: a link opens its own registration only', async () => {
      const mine = await claimedAttendee(booth, { nickname: 'Mine' })
      const page = await booth.visitor().open(`${mine.base}x`)
      expect(page.status).toBe(404)
      expect(page.html).toContain('href="/go"')
    })

    test('a new login gets a new cookie: none that was there before is taken over', async () => {
      const phone = booth.visitor()
      phone.cookies.set('__Host-staff', 'chosen-by-somebody-else')
      await (
        await phone.open(await booth.enrolmentPath({ kind: 'staff', role: 'scan' }))
      ).submit({ name: 'Fix', pin: PIN })
      expect(phone.cookies.get('__Host-staff')).not.toBe('chosen-by-somebody-else')
      expect(phone.cookies.get('__Host-staff')!.length).toBeGreaterThanOrEqual(43)
    })
  })
})
