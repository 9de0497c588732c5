import { beforeAll, describe, expect, test } from '@jest/globals'
import { readEventFile } from '../../src/event/event-file.ts'
import {
  answerOf,
  claimedAttendee,
  passedAttendee,
  signUp,
  stockLine,
} from '../support/attendee.ts'
import { eventWith } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page, Visitor } from '../support/visitor.ts'

const SAMPLE = readEventFile('events/pycon.yaml')
const HOLD_MINUTES = SAMPLE.claims.holdMinutes

const lookUp = async (phone: Visitor, code: string) =>
  (await phone.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
const handOver = async (phone: Visitor, code: string) =>
  (await lookUp(phone, code)).submit({}, { to: '/staff/hand-overs' })
/** The second page of a swap: what is left. */
const choices = (page: Page) => page.submit({}, { to: '/staff/swap-choices' })
const shirtsOn = (page: Page, form: string) => page.form(form).choices['shirt'] ?? []

describe.each(databases)('what happens to a claim at the desk, over HTTP, on $name', (database) => {
  describe('with everything there', () => {
    let booth: TestBooth
    let scan: Visitor
    let lead: Visitor
    const lineOf = async (sku: string) => stockLine(await lead.open('/staff/stock'), sku)
    beforeAll(async () => {
      booth = await openTestBooth({ database })
      scan = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim')
      lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
    })

    test('a swap before the hand-over: two taps, the nearest size first, then the new shirt to fetch', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Before', shirt: 'mint-M' })
      const page = await choices(await lookUp(scan, code))
      expect([page.status, answerOf(page)]).toEqual([200, 'swap'])
      expect(shirtsOn(page, '/staff/swaps').slice(0, 4)).toEqual([
        'mint-L',
        'mint-S',
        'mint-XL',
        'mint-XS',
      ])
      expect(shirtsOn(page, '/staff/swaps')).not.toContain('mint-M')
      const before = [await lineOf('mint-M'), await lineOf('mint-L')]
      const fetch = await page.submit({ shirt: 'mint-L' }, { to: '/staff/swaps' })
      expect([fetch.status, answerOf(fetch)]).toEqual([200, 'fetch'])
      expect(fetch.text).toContain('Mint · L')
      expect(fetch.text).toContain('Instead of Mint · M')
      const [medium, large] = before
      expect(await lineOf('mint-M')).toMatchObject({ available: medium!.available + 1 })
      expect(await lineOf('mint-L')).toMatchObject({ available: large!.available - 1 })
      expect(answerOf(await fetch.submit({}, { to: '/staff/hand-overs' }))).toBe('handed-over')
    })

    test.each([
      ['good', 'put it on its pile', 1],
      ['damaged', 'put it aside', 0],
    ])('a swap after the hand-over, the old one %s', async (returned, words, back) => {
      const nickname = `After-${returned}`
      const { code, visitor, base } = await claimedAttendee(booth, { nickname, shirt: 'pink-L' })
      const green = await handOver(scan, code)
      const before = await lineOf('pink-L')
      const swapped = await (
        await choices(green)
      ).submit({ shirt: 'blue-L', returned }, { to: '/staff/swaps' })
      expect([swapped.status, answerOf(swapped)]).toEqual([200, 'swapped'])
      expect(swapped.text).toContain('Blue · L')
      expect(swapped.text).toContain(words)
      expect(await lineOf('pink-L')).toMatchObject({
        available: before.available + back,
        handed: before.handed - 1,
      })
      expect((await visitor.open(`${base}/claim`)).text).toContain('Blue · L')
      const again = await lookUp(lead, code)
      expect([answerOf(again), again.text.includes('Blue · L')]).toEqual([
        'already-handed-over',
        true,
      ])
    })

    test('the same swap sent again moves nothing; asked for after another swap it shows nothing as true', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Twice', shirt: 'blue-M' })
      const page = await choices(await lookUp(scan, code))
      const first = await page.submit({ shirt: 'blue-S' }, { to: '/staff/swaps' })
      const before = await lineOf('blue-S')
      const second = await page.submit({ shirt: 'blue-S' }, { to: '/staff/swaps' })
      expect(answerOf(second)).toBe('fetch')
      expect(await lineOf('blue-S')).toEqual(before)
      await (await choices(first)).submit({ shirt: 'blue-L' }, { to: '/staff/swaps' })
      const stale = await page.submit({ shirt: 'blue-S' }, { to: '/staff/swaps' })
      expect([stale.status, stale.text.includes('This has changed since')]).toEqual([409, true])
    })

    test('the same shirt is exchanged only when the old one is damaged', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Same', shirt: 'pink-M' })
      const page = await choices(await handOver(scan, code))
      const refused = await page.submit({ shirt: 'pink-M' }, { to: '/staff/swaps' })
      expect([refused.status, refused.text.includes('Only a damaged one')]).toEqual([409, true])
      const done = await refused.submit(
        { shirt: 'pink-M', returned: 'damaged' },
        { to: '/staff/swaps' },
      )
      expect(answerOf(done)).toBe('swapped')
    })

    test('a friend’s name is kept and shown at any later scan, and to the owner', async () => {
      const { code, visitor, base } = await claimedAttendee(booth, { nickname: 'Owner' })
      const page = await lookUp(scan, code)
      const long = await page.submit({ pickedUpBy: 'x'.repeat(41) }, { to: '/staff/hand-overs' })
      expect([long.status, answerOf(long)]).toEqual([400, 'fetch'])
      expect(long.form('/staff/hand-overs').wrong).toEqual(['pickedUpBy'])
      const green = await page.submit({ pickedUpBy: ' Brave Whale ' }, { to: '/staff/hand-overs' })
      expect(green.text).toContain('Picked up by Brave Whale')
      expect((await lookUp(lead, code)).text).toContain('Picked up by Brave Whale')
      expect((await visitor.open(`${base}/claim`)).text).toContain('Brave Whale')
    })

    test('where the event knows no friends there is no such field, and none is kept', async () => {
      const event = { ...SAMPLE, claims: { ...SAMPLE.claims, pickUpForFriend: false } }
      const own = await openTestBooth({ database, event })
      const phone = await own.enrolled({ kind: 'staff', role: 'scan' })
      const { code } = await claimedAttendee(own, { nickname: 'Alone' })
      const page = await lookUp(phone, code)
      expect(page.form('/staff/hand-overs').names).not.toContain('pickedUpBy')
      await page.submit({ pickedUpBy: 'Mallory' }, { to: '/staff/hand-overs' })
      expect((await own.dump()).map(({ value }) => value)).not.toContain('Mallory')
    })

    test('undo and swap stand in the list of the last hand-overs and on "already handed over"', async () => {
      const own = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Own')
      const { code } = await claimedAttendee(booth, { nickname: 'Listed', shirt: 'blue-L' })
      await handOver(own, code)
      const list = await own.open('/staff')
      expect(list.text).toContain('Blue · L Handed over · Listed')
      expect(answerOf(await choices(list))).toBe('swap')
      const already = await lookUp(own, code)
      expect(already.text).toMatch(/(Just now|\d+ seconds? ago) · this phone/)
      expect((await lookUp(scan, code)).html).not.toContain('action="/staff/undos"')
      expect((await lookUp(lead, code)).html).toContain('action="/staff/undos"')
      const undone = await already.submit({}, { to: '/staff/undos' })
      expect([undone.path, undone.text.includes('Undone')]).toEqual(['/staff', true])
      expect((await own.open('/staff')).html).not.toContain('action="/staff/undos"')
      expect(answerOf(await lookUp(own, code))).toBe('fetch')
    })

    test('an undone hand-over whose shirt came back damaged puts it aside', async () => {
      const { code } = await claimedAttendee(booth, { nickname: 'Torn', shirt: 'mint-2XL' })
      const green = await handOver(scan, code)
      const before = await lineOf('mint-2XL')
      await green.submit({ returned: 'damaged' }, { to: '/staff/undos' })
      expect(await lineOf('mint-2XL')).toEqual({
        available: before.available - 1,
        reserved: before.reserved + 1,
        handed: before.handed - 1,
      })
      expect(answerOf(await lookUp(scan, code))).toBe('fetch')
    })

    test('a gift: a lead, a reason, green at once, and taken back like any other', async () => {
      const before = await lineOf('mint-S')
      const page = await lead.open('/staff/gifts?shirt=mint-S')
      expect(page.form('/staff/gifts').filled['shirt']).toBe('mint-S')
      const none = await page.submit({ reason: ' ' }, { to: '/staff/gifts' })
      expect([none.status, none.form('/staff/gifts').wrong]).toEqual([400, ['reason']])
      const given = await none.submit({ reason: 'speaker of hall B' }, { to: '/staff/gifts' })
      expect([given.status, answerOf(given)]).toEqual([200, 'handed-over'])
      expect(given.text).toContain('speaker of hall B')
      expect(await lineOf('mint-S')).toMatchObject({
        available: before.available - 1,
        handed: before.handed + 1,
      })
      expect((await lead.open('/staff')).text).toContain('Mint · S Gift')
      await given.submit({}, { to: '/staff/undos' })
      expect(await lineOf('mint-S')).toEqual(before)
    })

    test('search finds by code, tag and nickname, says where each one stands, and helps on from there', async () => {
      const search = async (text: string, phone = scan) =>
        (await phone.open('/staff')).submit({ text }, { to: '/staff/searches' })
      const claimed = await claimedAttendee(booth, { nickname: 'Findme-Claimed', shirt: 'mint-XL' })
      const passed = await passedAttendee(booth, 'Findme-Passed')
      const signed = await signUp(booth, 'Findme-Signed')
      for (const text of [claimed.code, claimed.tag, 'findme-claim']) {
        const page = await search(text)
        expect(page.text).toContain('Findme-Claimed Reserved · Mint · XL')
        expect(answerOf(await page.submit({}, { to: '/staff/look-ups' }))).toBe('fetch')
      }
      const all = await search('findme')
      expect(all.text).toContain('Findme-Passed Passed, nothing chosen')
      expect(all.text).toContain('Findme-Signed Not passed yet')
      expect(all.html).not.toContain('/staff/room?tag=')
      expect((await search('nobody of that name')).text).toContain('Nobody found')

      const chosen = await (await search(passed.tag)).submit({}, { to: '/staff/choices' })
      const fetch = await chosen.submit({ shirt: 'pink-XL' }, { to: '/staff/reservations' })
      expect([answerOf(fetch), fetch.text.includes('Pink · XL')]).toEqual(['fetch', true])
      const twice = await chosen.submit({ shirt: 'pink-S' }, { to: '/staff/reservations' })
      expect(twice.text).toContain('Pink · XL')
      expect(answerOf(await fetch.submit({}, { to: '/staff/hand-overs' }))).toBe('handed-over')

      const seen = await search(signed.tag, lead)
      const href = /href="(\/staff\/room\?tag=[^"]+)"/.exec(seen.html)![1]!
      const room = await lead.open(href)
      expect(room.form('/staff/passes').filled['tag']).toBe(signed.tag)
      await room.submit({ reason: 'saw it' }, { to: '/staff/passes' })
      expect((await search(signed.tag)).text).toContain('Findme-Signed Passed, nothing chosen')
    })

    test('nobody who has not passed gets a shirt by the desk’s choice', async () => {
      const { tag } = await signUp(booth, 'Not yet')
      const { formToken } = (await scan.open('/staff')).form().filled
      const fields = { formToken: formToken!, tag, shirt: 'blue-M', scanId: 'q'.repeat(26) }
      const before = await booth.rowCounts()
      const page = await scan.post('/staff/reservations', fields)
      expect([page.status, page.text.includes('Look at: tag')]).toEqual([400, true])
      expect(await booth.rowCounts()).toEqual(before)
    })

    test('a code of an earlier event in the same database is refused by that name', async () => {
      const { code, tag } = await claimedAttendee(booth, { nickname: 'Earlier', shirt: 'blue-M' })
      const next = await openTestBooth({ beside: booth, event: { ...SAMPLE, id: 'devday' } })
      const phone = await next.enrolled({ kind: 'staff', role: 'lead' })
      const page = await lookUp(phone, code)
      expect([page.status, answerOf(page)]).toEqual([409, 'refused'])
      expect(page.text).toContain('A code of an earlier event')
      const { formToken } = (await phone.open('/staff')).form().filled
      for (const [path, more] of [
        ['/staff/hand-overs', {}],
        ['/staff/expired-hand-overs', {}],
        ['/staff/swap-choices', {}],
        ['/staff/swaps', { shirt: 'blue-L', returned: 'good' }],
      ] as const) {
        const scanId = `earlier${path.replaceAll('/', '-')}`.padEnd(26, 'x')
        const forced = await phone.post(path, { formToken: formToken!, code, scanId, ...more })
        expect([path, forced.status, forced.text.includes('earlier event')]).toEqual([
          path,
          409,
          true,
        ])
      }
      const found = await (
        await phone.open('/staff')
      ).submit({ text: tag }, { to: '/staff/searches' })
      expect(found.text).toContain('Of an earlier event')
      expect(found.html).not.toContain('/staff/look-ups')
      expect(answerOf(await lookUp(scan, code))).toBe('fetch')
    })

    test('the mission’s tag is known for what it is', async () => {
      const { tag } = await signUp(booth, 'Tagged')
      const page = await lookUp(scan, tag)
      expect([page.status, page.text.includes('This is the mission QR')]).toEqual([400, true])
    })
  })

  describe('with little left', () => {
    const open = async (stock: Record<string, number>) => {
      const booth = await openTestBooth({ database, event: eventWith(stock) })
      // A phone locks itself when it is not used, so it comes when it is needed.
      return { booth, enrol: () => booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim') }
    }

    test('a swap to what went meanwhile changes nothing, says so, and shows what is left now', async () => {
      const { booth, enrol } = await open({ 'black-M': 1, 'black-L': 1, 'black-S': 1 })
      const { code } = await claimedAttendee(booth, { shirt: 'black-M' })
      const phone = await enrol()
      const page = await choices(await lookUp(phone, code))
      await claimedAttendee(booth, { nickname: 'Faster', shirt: 'black-L' })
      const before = await booth.dump()
      const lost = await page.submit({ shirt: 'black-L' }, { to: '/staff/swaps' })
      expect([lost.status, answerOf(lost)]).toEqual([409, 'swap'])
      expect(lost.text).toContain('Black · L has just gone. Nothing was changed.')
      expect(shirtsOn(lost, '/staff/swaps')).toEqual(['black-S'])
      expect((await booth.dump()).filter(({ table }) => table !== 'scan')).toEqual(
        before.filter(({ table }) => table !== 'scan'),
      )
      expect((await lookUp(phone, code)).text).toContain('Black · M')
    })

    test('expired, one left: the refusal says so, and one tap reserves again and hands over', async () => {
      const { booth, enrol } = await open({ 'black-M': 1 })
      const { code, visitor, base } = await claimedAttendee(booth, { shirt: 'black-M' })
      booth.clock.goOn(HOLD_MINUTES)
      const page = await lookUp(await enrol(), code)
      expect([page.status, answerOf(page)]).toEqual([409, 'refused'])
      expect(page.text).toContain('The hold has run out')
      expect(page.text).toContain('There is still one.')
      const green = await page.submit({ pickedUpBy: 'Bob' }, { to: '/staff/expired-hand-overs' })
      expect([green.status, answerOf(green)]).toEqual([200, 'handed-over'])
      expect(green.text).toContain('Picked up by Bob')
      const repeated = await page.submit({ pickedUpBy: 'Bob' }, { to: '/staff/expired-hand-overs' })
      expect(repeated.text).toContain('done on this phone')
      expect((await visitor.open(`${base}/claim`)).text).toContain('Collected')
    })

    test('expired and gone: what is nearest is offered, and one tap makes it that', async () => {
      const { booth, enrol } = await open({
        'black-M': 1,
        'black-XL': 1,
        'black-S': 1,
        'mint-M': 1,
      })
      const { code } = await claimedAttendee(booth, { shirt: 'black-M' })
      booth.clock.goOn(HOLD_MINUTES)
      await claimedAttendee(booth, { nickname: 'Next', shirt: 'black-M' })
      const page = await lookUp(await enrol(), code)
      expect(page.text).toContain('This one has gone.')
      expect(page.html).not.toContain('expired-hand-overs')
      expect(shirtsOn(page, '/staff/swaps')).toEqual(['black-S', 'black-XL', 'mint-M'])
      const fetch = await page.submit({ shirt: 'black-S' }, { to: '/staff/swaps' })
      expect([answerOf(fetch), fetch.text.includes('Black · S')]).toEqual(['fetch', true])
      expect(answerOf(await fetch.submit({}, { to: '/staff/hand-overs' }))).toBe('handed-over')
    })

    test('of two phones that hand the last one to expired claims one is green', async () => {
      const { booth, enrol } = await open({ 'black-M': 2, 'black-L': 1 })
      const people = [
        await claimedAttendee(booth, { nickname: 'One', shirt: 'black-M' }),
        await claimedAttendee(booth, { nickname: 'Two', shirt: 'black-M' }),
      ]
      booth.clock.goOn(HOLD_MINUTES)
      await claimedAttendee(booth, { nickname: 'Three', shirt: 'black-M' })
      const phone = await enrol()
      const pages = await Promise.all(people.map(({ code }) => lookUp(phone, code)))
      const taps = await Promise.all(
        pages.map((page) => page.submit({}, { to: '/staff/expired-hand-overs' })),
      )
      const lost = taps.find((page) => answerOf(page) === 'refused')!
      expect(taps.filter((page) => answerOf(page) === 'handed-over')).toHaveLength(1)
      expect(lost.text).toContain('It has just gone')
      expect(shirtsOn(lost, '/staff/swaps')).toEqual(['black-L'])
    })

    test('a gift of what has gone is refused and keeps what was typed', async () => {
      const { booth } = await open({ 'black-M': 1 })
      const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
      const page = await lead.open('/staff/gifts?shirt=black-M')
      await claimedAttendee(booth, { shirt: 'black-M' })
      const refused = await page.submit({ reason: 'speaker' }, { to: '/staff/gifts' })
      expect([refused.status, refused.text.includes('That one has just gone')]).toEqual([409, true])
      expect(refused.form('/staff/gifts').filled['reason']).toBe('speaker')
    })
  })
})

describe('who may do what at the desk', () => {
  const STAFF = ['scan', 'lead', 'admin']
  const LEADS = ['lead', 'admin']
  const routes: [string, 'GET' | 'POST', readonly string[]][] = [
    ['/staff', 'GET', STAFF],
    ['/staff/look-ups', 'POST', STAFF],
    ['/staff/hand-overs', 'POST', STAFF],
    ['/staff/expired-hand-overs', 'POST', STAFF],
    ['/staff/undos', 'POST', STAFF],
    ['/staff/swap-choices', 'POST', STAFF],
    ['/staff/swaps', 'POST', STAFF],
    ['/staff/searches', 'POST', STAFF],
    ['/staff/choices', 'POST', STAFF],
    ['/staff/reservations', 'POST', STAFF],
    ['/staff/gifts', 'GET', LEADS],
    ['/staff/gifts', 'POST', LEADS],
  ]
  let booth: TestBooth
  const people: Record<string, Visitor> = {}
  const tokens: Record<string, string> = {}
  beforeAll(async () => {
    booth = await openTestBooth()
    people['nobody'] = booth.visitor()
    people['attendee'] = (await signUp(booth)).visitor
    people['kiosk'] = await booth.enrolled({ kind: 'kiosk' })
    for (const role of ['scan', 'lead', 'admin'] as const) {
      people[role] = await booth.enrolled({ kind: 'staff', role }, role)
      tokens[role] = (await people[role].open('/staff')).form().filled['formToken']!
    }
  })

  const cases = routes.flatMap(([path, method, allowed]) =>
    ['nobody', 'attendee', 'kiosk', 'scan', 'lead', 'admin'].map((who) => ({
      path,
      method,
      who,
      may: allowed.includes(who),
    })),
  )

  test.each(cases)('$method $path by $who: allowed $may', async ({ path, method, who, may }) => {
    const before = await booth.rowCounts()
    const visitor = people[who]!
    const page =
      method === 'GET'
        ? await visitor.open(path)
        : await visitor.post(path, { formToken: tokens[who] ?? '' })
    // A body without fields is refused for what is missing, once one may ask at all.
    expect(page.status).toBe(may ? (method === 'GET' ? 200 : 400) : 403)
    expect(await booth.rowCounts()).toEqual(before)
  })
})
