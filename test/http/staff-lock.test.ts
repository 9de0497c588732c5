import { beforeEach, describe, expect, test } from '@jest/globals'
import { createPasswordHash, STRONG } from '../../src/platform/password-hash.ts'
import { Secret } from '../../src/shared/secret.ts'
import { databases } from '../support/databases.ts'
import { PASSPHRASE, PIN } from '../support/staff-proofs.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Visitor } from '../support/visitor.ts'

const WRONG = '918273'
const SCAN = { kind: 'staff', role: 'scan' } as const
const ADMIN = { kind: 'staff', role: 'admin' } as const

describe.each(databases)('a phone that locks itself, on $name', (database) => {
  let booth: TestBooth
  let phone: Visitor
  beforeEach(async () => {
    booth = await openTestBooth({ database })
    phone = await booth.enrolled(SCAN, 'Kim')
  })

  const isLocked = async (who: Visitor = phone) => {
    const page = await who.open('/staff')
    return page.status === 403 && page.text.includes('This phone is locked')
  }
  const type = async (pin: string, who: Visitor = phone) =>
    (await who.open('/staff')).submit({ pin }, { to: '/staff/unlock' })
  const guess = async (times: number, who: Visitor = phone) => {
    let page = await type(WRONG, who)
    for (let time = 1; time < times; time += 1) page = await page.submit({ pin: WRONG })
    return page
  }
  /** Not used for so many minutes. */
  const leave = (minutes: number) => {
    booth.clock.goOn(minutes)
  }

  test('an hour of use keeps it open; an hour unused locks every page of it, and the PIN opens it', async () => {
    for (let time = 0; time < 3; time += 1) {
      leave(50)
      expect(await isLocked()).toBe(false)
    }
    leave(61)
    expect(await isLocked()).toBe(true)
    for (const path of ['/staff/stock', '/staff/room', '/staff/taps/abcdefghijabcdefghijabcdef'])
      expect((await phone.open(path)).text).toContain('This phone is locked')
    const page = await type(PIN)
    expect([page.status, page.path]).toEqual([200, '/staff'])
    expect(await isLocked()).toBe(false)
  })

  test('looking at a locked phone does not open it', async () => {
    leave(61)
    for (let time = 0; time < 3; time += 1) {
      expect(await isLocked()).toBe(true)
      leave(1.5)
    }
  })

  test('after twelve hours it asks, however busy it was', async () => {
    for (let time = 0; time < 17; time += 1) {
      leave(42)
      await phone.open('/staff')
    }
    expect(await isLocked()).toBe(false)
    leave(10)
    expect(await isLocked()).toBe(true)
  })

  test('a tap on a locked phone hands nothing over', async () => {
    const { formToken } = (await phone.open('/staff')).form('/staff/look-ups').filled
    leave(61)
    const before = await booth.rowCounts()
    const body = { formToken: formToken ?? '', code: 'K7M2X-9QP4J', scanId: 'a'.repeat(26) }
    expect((await phone.post('/staff/hand-overs', body)).status).toBe(403)
    expect((await phone.post('/staff/look-ups', body)).status).toBe(403)
    expect(await booth.rowCounts()).toEqual(before)
  })

  test('every unlocking changes the cookie, and the old one is worth nothing', async () => {
    const old = phone.cookies.get('__Host-staff')!
    leave(61)
    await type(PIN)
    expect(phone.cookies.get('__Host-staff')).not.toBe(old)
    const thief = booth.visitor()
    thief.cookies.set('__Host-staff', old)
    expect((await thief.open('/staff')).text).not.toContain('PIN')
    expect((await thief.open('/staff')).status).toBe(403)
  })

  test('its owner locks it by hand', async () => {
    await (await phone.open('/staff')).submit({}, { to: '/staff/lock' })
    expect(await isLocked()).toBe(true)
    await type(PIN)
    expect(await isLocked()).toBe(false)
  })

  test('five wrong PINs, then waits of 30 s, doubling; the right one counts only after the wait', async () => {
    leave(61)
    const fifth = await guess(5)
    expect(fifth.text).toContain('This PIN is not right')
    expect((await type(PIN)).text).toContain('Try again in 30 seconds')
    leave(0.5)
    expect((await guess(1)).text).toContain('This PIN is not right')
    expect((await type(PIN)).text).toContain('Try again in 60 seconds')
    leave(1)
    expect((await type(PIN)).path).toBe('/staff')
    expect(await isLocked()).toBe(false)
  })

  test('a thousand tries in an hour are at most forty, and a restart does not help', async () => {
    leave(61)
    let judged = 0
    const restarted = await openTestBooth({ database, beside: booth })
    const again = restarted.visitor()
    again.cookies.set('__Host-staff', phone.cookies.get('__Host-staff')!)
    for (let minute = 0; minute < 60; minute += 1) {
      for (const who of [phone, again])
        if ((await type(WRONG, who)).text.includes('This PIN is not right')) judged += 1
      leave(1)
    }
    expect(judged).toBeGreaterThan(5)
    expect(judged).toBeLessThanOrEqual(40)
  })

  test('tries at the same moment all count', async () => {
    leave(61)
    const page = await phone.open('/staff')
    const pages = await Promise.all(
      Array.from({ length: 20 }, () => page.submit({ pin: WRONG }, { to: '/staff/unlock' })),
    )
    expect(pages.filter(({ text }) => text.includes('This PIN is not right'))).toHaveLength(5)
  })

  test('guessing on one phone locks nobody else out', async () => {
    const stolen = await booth.enrolled(SCAN, 'Lee')
    leave(61)
    await guess(6, stolen)
    expect((await type(PIN, phone)).path).toBe('/staff')
  })

  test('without the phone’s cookie there is nothing to guess', async () => {
    const stranger = booth.visitor()
    const page = await stranger.post('/staff/unlock', { pin: PIN })
    expect([page.status, page.text.includes('PIN')]).toEqual([403, false])
  })

  test('neither PIN nor passphrase is kept or logged', async () => {
    const admin = await booth.enrolled(ADMIN, 'Ahn')
    await (await admin.open('/staff/passphrase')).submit({ passphrase: PASSPHRASE })
    leave(61)
    await type(PIN)
    const kept = (await booth.dump()).map(({ value }) => value).join('\n')
    expect(kept).toContain('scrypt$')
    for (const secret of [PIN, PASSPHRASE]) {
      expect(kept).not.toContain(secret)
      expect(booth.log.join('\n')).not.toContain(secret)
    }
  })

  describe('an administrator', () => {
    test('types the passphrase before leads are made or unmade; it lasts fifteen minutes', async () => {
      const admin = await booth.enrolled(ADMIN, 'Ahn')
      await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Han')
      const shown = await admin.open('/staff/phones')
      expect(shown.form('/staff/phones').choices['role']).toEqual(['kiosk', 'scan'])
      const refused = await shown.submit({ role: 'admin' }, { to: '/staff/phones' })
      expect([refused.status, refused.text.includes('needs your passphrase')]).toEqual([403, true])

      const wrong = await (
        await admin.open('/staff/passphrase')
      ).submit({ passphrase: 'not the right words' })
      expect([wrong.status, wrong.text.includes('passphrase is not right')]).toEqual([403, true])
      const phones = await wrong.submit({ passphrase: PASSPHRASE })
      expect(phones.path).toBe('/staff/phones')
      expect(phones.form('/staff/phones').choices['role']).toEqual([
        'kiosk',
        'scan',
        'lead',
        'admin',
      ])
      leave(15)
      const late = await phones.submit({ role: 'lead' }, { to: '/staff/phones' })
      expect(late.status).toBe(403)
    })

    test('nobody else has one', async () => {
      const lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Han')
      expect((await lead.open('/staff/passphrase')).status).toBe(403)
      expect((await phone.open('/staff/passphrase')).status).toBe(403)
    })
  })

  describe('setting a PIN', () => {
    test.each([
      ['12345', '6 to 8 digits'],
      ['123456789', '6 to 8 digits'],
      ['12ab56', '6 to 8 digits'],
      ['', 'fill this in'],
      ['111111', 'easy to guess'],
      ['234567', 'easy to guess'],
      ['987654', 'easy to guess'],
    ])('%j is refused, and the link is not spent', async (pin, words) => {
      const path = await booth.enrolmentPath(SCAN)
      const page = await booth.visitor().open(path)
      const refused = await page.submit({ name: 'Kim', pin })
      expect([refused.status, refused.text.includes(words)]).toEqual([400, true])
      expect(refused.html).not.toContain(`value="${pin || 'nothing'}"`)
      expect((await refused.submit({ name: 'Kim', pin: PIN })).path).toBe('/staff')
    })

    test.each([
      ['a'.repeat(14), 400],
      [`${'long '.repeat(20)}a`, 200],
      ['ㄱ'.repeat(15), 200],
      ['a'.repeat(129), 400],
    ])('a passphrase of %j', async (passphrase, status) => {
      const page = await booth.visitor().open(await booth.enrolmentPath(ADMIN))
      expect((await page.submit({ name: 'Ahn', pin: PIN, passphrase })).status).toBe(status)
    })
  })
})

test('the real hash costs what OWASP asks for, and tells texts apart beyond 72 bytes', async () => {
  expect(STRONG.cost).toBe(131_072)
  const passwords = createPasswordHash({ cost: 2 ** 10 })
  const same = 'x'.repeat(80)
  const stored = await passwords.hash(new Secret(`${same}a`))
  expect(await passwords.matches(new Secret(`${same}a`), stored)).toBe(true)
  expect(await passwords.matches(new Secret(`${same}b`), stored)).toBe(false)
  expect(await passwords.hash(new Secret(`${same}a`))).not.toBe(stored)
})
