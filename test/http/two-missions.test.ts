import { beforeEach, describe, expect, test } from '@jest/globals'
import { checkInvariants } from '../../src/commands/check-invariants.ts'
import type { Event } from '../../src/event/event.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import {
  answerOf,
  causeOf,
  codeOn,
  connect,
  outcomeOf,
  signUp,
  type Attendee,
} from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

const TWO = readEventFile('events/two-missions.yaml')

/** Only one mug and one shirt a day. */
const FEW: Event = {
  ...TWO,
  shirts: { ...TWO.shirts, perDay: 1 },
  prizes: TWO.prizes.map((prize) => ({ ...prize, perDay: 1 })),
}

describe.each(databases)('two missions and a mug, over HTTP, on $name', (database) => {
  let booth: TestBooth
  beforeEach(async () => {
    booth = await openTestBooth({ database, event: TWO })
  })

  /** Ships so many seconds of metrics and connects. */
  const ship = async (attendee: Attendee, seconds: number, to = booth): Promise<Page> => {
    const cluster = await to.newCluster()
    to.ship(attendee.tag, { hostName: `of-${attendee.tag}`, seconds, into: cluster })
    return connect(to, attendee, { cluster })
  }
  const choose = async ({ visitor, base }: Attendee, mission: string) =>
    (await visitor.open(base)).submit({ mission }, { to: `${base}/mission` })
  const openClaim = ({ visitor, base }: Attendee) => visitor.open(`${base}/claim`)
  const shirtsOn = (page: Page) =>
    [...page.html.matchAll(/name="shirt" value="([^"]+)"/g)].map(([, sku]) => sku)

  test('the page says what each asks and earns; the first is chosen until another is', async () => {
    const attendee = await signUp(booth)
    const { text } = await attendee.visitor.open(`${attendee.base}?lang=en`)
    expect(text).toContain('One-minute try')
    expect(text).toContain('at least 20 documents with 2 kinds of metrics, over at least 1 min')
    expect(text).toContain('Earns: T-shirts or Mug')
    const page = await choose(attendee, 'long')
    expect(page.html).toMatch(/<li class="is-chosen" aria-current="true" data-mission="long">/)
    expect(page.path).toBe(attendee.base)
  })

  test('where there is more than shirts, the way leads to the prize, from the kiosk on', async () => {
    const one = await openTestBooth({ database })
    for (const at of [booth, one]) {
      const { html } = await at.visitor().open('/register?lang=en')
      expect(html).toContain(`Five stops to the ${at === one ? 'shirt' : 'prize'}`)
      const sheet = await at.visitor().open('/print/mission?lang=en')
      expect(sheet.text.includes('T-shirt')).toBe(at === one)
    }
  })

  test('an event with one mission shows no choice, and one that is not in the file is refused', async () => {
    const one = await openTestBooth({ database })
    const attendee = await signUp(one)
    expect(attendee.page.html).not.toContain('mission-choice')
    const refused = await attendee.visitor.post(`${attendee.base}/mission`, { mission: 'long' })
    expect(refused.status).toBe(400)
    expect(await one.dump()).not.toContainEqual(expect.objectContaining({ value: 'long' }))
  })

  test('the chosen one is judged; going on to the other keeps what was passed and the connection', async () => {
    const attendee = await signUp(booth)
    const cluster = await booth.newCluster()
    const shipping = { hostName: 'mina', into: cluster }
    booth.ship(attendee.tag, { ...shipping, seconds: 120 })
    expect(outcomeOf(await connect(booth, attendee, { cluster }))).toBe('passed')
    expect(shirtsOn(await openClaim(attendee))).toEqual(['mug'])

    const longer = await choose(attendee, 'long')
    expect([outcomeOf(longer), causeOf(longer)]).toEqual(['not-yet', 'MB-TOO-FEW'])
    expect(longer.html).toMatch(/data-mission="quick">[\s\S]*?\/claim"/)
    expect(shirtsOn(await openClaim(attendee))).toEqual(['mug'])

    booth.ship(attendee.tag, { ...shipping, seconds: 700 })
    booth.clock.goOn(1)
    const done = await longer.submit({}, { to: `${attendee.base}/check-again` })
    expect(outcomeOf(done)).toBe('passed')
    expect(shirtsOn(await openClaim(attendee))).toContain('black-M')
    expect(shirtsOn(await openClaim(attendee))).toContain('mug')
  })

  test('passing the long one passes the quick one too, with the key forgotten', async () => {
    const attendee = await signUp(booth)
    await choose(attendee, 'long')
    const page = await ship(attendee, 700)
    expect(outcomeOf(page)).toBe('passed')
    expect(page.html.match(/data-mission="[^"]+"/g)).toHaveLength(2)
    expect(page.html).not.toMatch(/name="mission"/)
    expect(attendee.visitor.cookies.has('__Host-key')).toBe(false)
    const passes = (await booth.dump()).filter(
      ({ table, column }) => table === 'pass' && column === 'mission',
    )
    expect(passes.map(({ value }) => value).sort()).toEqual(['long', 'quick'])
  })

  test('a mug is claimed, fetched, handed over and counted; then there is nothing more to choose', async () => {
    const attendee = await signUp(booth, 'Mugger')
    await ship(attendee, 120)
    const claimed = await (await openClaim(attendee)).submit({ shirt: 'mug' })
    const code = codeOn(claimed)
    expect(claimed.html).toMatch(/<h1 class="which"><span>Mug<\/span><\/h1>/)
    expect((await attendee.visitor.open(attendee.base)).html).not.toContain('mission-choice')

    const staff = await booth.enrolled({ kind: 'staff', role: 'lead' })
    const fetched = await (await staff.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
    expect(answerOf(fetched)).toBe('fetch')
    expect(fetched.text).toContain('Mug')
    expect(fetched.text).not.toMatch(/Mug ·/)
    const handed = await fetched.submit({}, { to: '/staff/hand-overs' })
    expect(answerOf(handed)).toBe('handed-over')
    expect((await staff.open('/staff/stock')).html).toMatch(/<td data-left="mug">39/)
    expect((await staff.open('/staff/stock/mug/recount')).text).toContain('Mug')
    expect((await booth.visitor().open('/wall')).html).toMatch(/data-left="mug">39/)

    const after = await attendee.visitor.post(`${attendee.base}/mission`, { mission: 'long' })
    expect(after.status).toBeLessThan(400)
    expect((await booth.dump()).filter(({ value }) => value === 'mission-chosen')).toEqual([])
  })

  test('a mug comes in and is counted by a file and by the sheet, without a size', async () => {
    const lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
    const read = async (file: string) =>
      (await lead.open('/staff/stock-file')).submit({ file }, { to: '/staff/stock-file' })
    const delivery = await read('색상;사이즈;수량\r\n머그컵;;6\r\n검정;M;2\r\n')
    expect(delivery.form('/staff/deliveries').filled).toMatchObject({
      'qty-mug': '6',
      'qty-black-M': '2',
    })
    await delivery.submit({ note: 'two boxes' }, { to: '/staff/deliveries' })
    const onHand = async () =>
      (await booth.booth.stock.overview()).find(({ sku }) => sku === 'mug')?.onHand
    expect(await onHand()).toBe(46)
    const count = await read('sku,counted\nmug,45')
    expect(count.text).toContain('Mug')
    await count.submit({ reason: 'one broke' }, { to: '/staff/counts' })
    expect(await onHand()).toBe(45)
    expect((await lead.open('/staff/exports/stock.csv')).html).toMatch(/^mug,/m)
  })

  test('a shirt that no passed mission earns is refused by the server, not by the page alone', async () => {
    const attendee = await signUp(booth)
    await ship(attendee, 120)
    const refused = await attendee.visitor.post(`${attendee.base}/claim`, { shirt: 'black-M' })
    expect(refused.status).toBe(409)
    expect((await booth.rowCounts())['claim']).toBe(0)
  })

  test('staff read which mission somebody is stuck at, and pass that one by hand', async () => {
    const attendee = await signUp(booth, 'Stucky')
    await choose(attendee, 'long')
    const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
    const room = await lead.open('/staff/room?lang=en')
    expect(room.text).toMatch(/Stucky · pycon-\w+ · Ten-minute run/)
    await room.submit({ tag: attendee.tag, reason: 'seen' }, { to: '/staff/passes' })
    expect(shirtsOn(await openClaim(attendee))).toContain('black-M')
  })

  describe('when the share of the day is claimed', () => {
    let few: TestBooth
    beforeEach(async () => {
      few = await openTestBooth({ database, event: FEW })
    })
    const claimedBy = async (name: string, seconds: number, shirt: string) => {
      const attendee = await signUp(few, name)
      if (seconds > 600) await choose(attendee, 'long')
      await ship(attendee, seconds, few)
      const page = await openClaim(attendee)
      return { attendee, page: await page.submit({ shirt }) }
    }

    test('the claim page, the wall and the staff say so and when there is more; the pass stays', async () => {
      await claimedBy('First', 120, 'mug')
      const late = await signUp(few, 'Late')
      await ship(late, 120, few)
      const page = await late.visitor.open(`${late.base}/claim?lang=en`)
      expect(page.text).toContain('Mug: no more today')
      expect(page.text).toContain('Choose again tomorrow from 9:30')
      expect(shirtsOn(page)).toEqual([])
      const refused = await late.visitor.post(`${late.base}/claim`, { shirt: 'mug' })
      expect(refused.status).toBe(409)

      expect((await few.visitor().open('/wall?lang=en')).text).toMatch(
        /Mug today 0 of 1 left · more tomorrow from 9:30/,
      )
      const staff = await few.enrolled({ kind: 'staff', role: 'scan' })
      expect((await staff.open('/staff/stock?lang=en')).text).toMatch(/Mug today 0 of 1 left/)

      few.clock.goOn(24 * 60)
      const chosen = await (await openClaim(late)).submit({ shirt: 'mug' })
      expect(codeOn(chosen)).toMatch(/^\w{5}-\w{5}$/)
      const lines: string[] = []
      await checkInvariants({ storage: few.storage, write: (line) => lines.push(line) })
      expect(lines.filter((line) => line.includes('BROKEN'))).toEqual([])
    })

    test('what is left of the other prize can be chosen beside it', async () => {
      await claimedBy('First', 120, 'mug')
      const { page } = await claimedBy('Second', 700, 'black-M')
      expect(codeOn(page)).toMatch(/^\w{5}-\w{5}$/)
    })

    test('whoever has a shirt changes its size all the same', async () => {
      const { attendee } = await claimedBy('First', 700, 'black-M')
      const change = await attendee.visitor.open(`${attendee.base}/claim?change=yes`)
      const changed = await change.submit({ shirt: 'mint-L' })
      expect(changed.text).toContain('Mint · L')
    })
  })
})
