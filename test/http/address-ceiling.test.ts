import { beforeAll, describe, expect, test } from '@jest/globals'
import { networkOf } from '../../src/platform/http/address-ceiling.ts'
import { signUp, type Attendee } from '../support/attendee.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Visitor } from '../support/visitor.ts'

const seconds = (count: number) => count / 60
const CROWDED = '203.0.113.7'

let booth: TestBooth
let attendee: Attendee
let staff: Visitor
let kiosk: Visitor
beforeAll(async () => {
  booth = await openTestBooth({ config: { TRUST_PROXY: '1' } })
  attendee = await signUp(booth)
  staff = await booth.enrolled({ kind: 'staff', role: 'scan' })
  kiosk = await booth.enrolled({ kind: 'kiosk' })
})

const from = (address: string) => ({ 'X-Forwarded-For': address })
/** Uses up what is left of an address's burst. */
function flood(address: string) {
  let asked = 0
  while (booth.booth.addresses.takeIfLeft(networkOf(address))) asked += 1
  return asked
}

test('3,000 at once from one address, then 600 a second; the page says what to do', async () => {
  expect(flood(CROWDED)).toBe(3_000)
  const page = await booth.visitor().open('/register', from(CROWDED))
  expect([page.status, page.headers['retry-after']]).toEqual([503, '10'])
  expect(page.text).toContain('Too many requests from this network')
  expect(page.text).toContain('Wait ten seconds, then open the page again')
  booth.clock.goOn(seconds(1))
  expect(flood(CROWDED)).toBe(600)
})

describe('while a neighbour floods', () => {
  test('whoever has a link or a login goes on: attendees, staff, the kiosk', async () => {
    flood(CROWDED)
    expect((await attendee.visitor.open(attendee.base, from(CROWDED))).status).toBe(200)
    expect((await staff.open('/staff', from(CROWDED))).status).toBe(200)
    expect((await kiosk.open('/kiosk', from(CROWDED))).status).toBe(200)
    // A made-up link or cookie is no login.
    const stranger = booth.visitor()
    stranger.cookies.set('__Host-staff', 'made-up')
    expect((await stranger.open('/staff', from(CROWDED))).status).toBe(503)
    expect((await stranger.open('/m/abcdefghijkmnpqrstuvwxyz23', from(CROWDED))).status).toBe(503)
  })

  test('assets still come', async () => {
    flood(CROWDED)
    const css = booth.booth.assets.url('booth.css')
    expect((await booth.visitor().open(css, from(CROWDED))).status).toBe(200)
  })

  test('another address, and another IPv6 network, notice nothing; the same /56 does', async () => {
    flood(CROWDED)
    flood('2001:db8:1:aa00::1')
    const statusFrom = async (address: string) =>
      (await booth.visitor().open('/register', from(address))).status
    expect(await statusFrom('203.0.113.8')).toBe(200)
    expect(await statusFrom('2001:db8:1:ab00::1')).toBe(200)
    expect(await statusFrom('2001:db8:1:aaff:1:2:3:4')).toBe(503)
    expect(await statusFrom(`::ffff:${CROWDED}`)).toBe(503)
  })
})

test('requests of people we know do not count', async () => {
  const address = '198.51.100.20'
  for (let time = 0; time < 20; time++) {
    await attendee.visitor.open(attendee.base, from(address))
    await staff.open('/staff', from(address))
  }
  // The answer is out before its request is given back.
  await new Promise((resolve) => setImmediate(resolve))
  expect(flood(address)).toBe(3_000)
})

test('without a proxy in front nobody can name another address', async () => {
  const direct = await openTestBooth()
  while (direct.booth.addresses.takeIfLeft('127.0.0.1'));
  const page = await direct.visitor().open('/register', from('203.0.113.99'))
  expect(page.status).toBe(503)
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:aa12:3:4:5:6', '2001:db8:1:aa00'],
  ['2001:DB8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
