import { beforeAll, describe, expect, test } from '@jest/globals'
import { networkOf } from '../../src/platform/http/address-ceiling.ts'
import { createShortCode } from '../../src/registration/short-code.ts'
import { connect, outcomeOf, signUp } from '../support/attendee.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'

/** Whatever a stranger exhausts, nobody else is kept out by it. */

const STRANGER = { 'X-Forwarded-For': '198.51.100.66' }
const BOOTH = { 'X-Forwarded-For': '203.0.113.7' }

let booth: TestBooth
beforeAll(async () => {
  booth = await openTestBooth({ config: { TRUST_PROXY: '1' } })
})

describe('a stranger who', () => {
  test('guesses short codes from elsewhere stops nobody at the booth from typing theirs', async () => {
    const stranger = booth.visitor({ headers: STRANGER })
    for (let time = 0; time < 599; time++)
      await booth.booth.guesses.count(networkOf('198.51.100.66'))
    let drawn = 3
    const guess = () => stranger.post('/go', { code: createShortCode((max) => drawn++ % max) })
    const statuses = [await guess(), await guess(), await guess()].map(({ status }) => status)
    const { visitor, base } = await signUp(booth)
    const door = await (await visitor.open(base)).submit({}, { to: `${base}/doors` })
    const code = /<(?:strong|code)[^>]*>([1-9A-Z]{4}-[1-9A-Z]{4})</.exec(door.html)?.[1]
    expect(code).toBeDefined()
    const phone = booth.visitor({ headers: BOOTH })
    const opened = await phone.post('/go', { code: code ?? '' })
    expect([opened.status, opened.path.startsWith('/m/')]).toEqual([200, true])
    expect(statuses).toEqual([400, 429, 429])
  })

  test('floods from the booth’s own network keeps no attendee and no staff from going on', async () => {
    const { visitor, base } = await signUp(booth)
    const staff = await booth.enrolled({ kind: 'staff', role: 'scan' })
    while (booth.booth.addresses.takeIfLeft('203.0.113.7'));
    expect((await booth.visitor({ headers: BOOTH }).open('/register')).status).toBe(503)
    expect((await visitor.open(base, BOOTH)).status).toBe(200)
    expect((await staff.open('/staff', BOOTH)).status).toBe(200)
  })

  test('registers in masses stops no kiosk; a lead ends it with the code', async () => {
    for (let time = 0; time < 120; time++) booth.booth.ownRegistrations.takeIfLeft('booth')
    const kiosk = await booth.enrolled({ kind: 'kiosk' })
    const done = await (await kiosk.open('/kiosk/nickname')).submit({ nickname: 'Person' })
    expect(done.path).toBe('/kiosk/done')

    booth.clock.goOn(1.01)
    const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
    const room = await lead.open('/staff/room')
    await room.submit({ presenceCode: 'on' }, { to: '/staff/presence-code' })
    const form = {
      nickname: 'Bot',
      consent: 'yes',
      noticeVersion: '2026-11-01',
      presence: '111111',
    }
    const bots = await Promise.all(
      Array.from({ length: 200 }, () =>
        booth.visitor({ headers: STRANGER }).post('/register', form),
      ),
    )
    expect(bots.every(({ status }) => status === 400)).toBe(true)
    // What was refused for its code used nothing up.
    const code = /<code class="tag">([^<]+)</.exec((await kiosk.open('/kiosk')).html)?.[1] ?? ''
    const page = await booth
      .visitor({ headers: BOOTH })
      .post('/register', { ...form, presence: code })
    expect(page.path).toMatch(/^\/m\//)
    await (
      await lead.open('/staff/room')
    ).submit({ presenceCode: 'off' }, { to: '/staff/presence-code' })
  })

  test('types wrong keys slows only himself', async () => {
    booth.clock.goOn(2)
    const stranger = await signUp(booth, 'Stranger')
    const honest = await signUp(booth, 'Honest')
    const cluster = await booth.newCluster()
    const [id = ''] = atob(cluster.readKey.encoded).split(':')
    for (let time = 0; time < 8; time++) {
      await connect(booth, stranger, {
        cluster,
        key: btoa(`${id}:wrong-secret-number-${100 + time}`),
      })
      booth.clock.goOn(time < 4 ? 0.4 : 0.1)
    }
    expect((await stranger.visitor.open(stranger.base)).html).toContain('data-hand-wait')
    booth.ship(honest.tag, { hostName: 'honest', into: cluster })
    expect(outcomeOf(await connect(booth, honest, { cluster }))).toBe('passed')
  })
})
