import { describe, expect, test } from '@jest/globals'
import {
  answerOf,
  claimedAttendee,
  codeOn,
  passedAttendee,
  type Attendee,
} from '../support/attendee.ts'
import { eventWith } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

const claimPage = ({ visitor, base }: Attendee) => visitor.open(`${base}/claim`)
const shirtsOn = (page: Page, form: string) => page.form(form).choices['shirt'] ?? []

/** Somebody who passed and joined the waiting list of `shirt`, which has run out. */
async function waitingAttendee(booth: TestBooth, nickname: string, shirt: string) {
  const attendee = await passedAttendee(booth, nickname)
  const { visitor, base } = attendee
  const page = await visitor.post(`${base}/claim/wait`, { shirt })
  booth.clock.goOn(1)
  return { ...attendee, page }
}

describe.each(databases)('the attendee’s claim page, over HTTP, on $name', (database) => {
  const open = (stock: Record<string, number>) =>
    openTestBooth({ database, event: eventWith(stock) })
  const phoneOf = (booth: TestBooth) => booth.enrolled({ kind: 'staff', role: 'scan' })
  const lookUp = async (booth: TestBooth, code: string) =>
    (await (await phoneOf(booth)).open('/staff')).submit({ code }, { to: '/staff/look-ups' })

  test('what has just gone: nearest sizes and other colours at once, each one tap', async () => {
    const booth = await open({ 'black-M': 1, 'black-L': 1, 'black-XS': 1, 'mint-M': 2 })
    const late = await passedAttendee(booth, 'Late')
    await claimedAttendee(booth, { nickname: 'First', shirt: 'black-M' })
    const { base, visitor } = late
    const page = await visitor.post(`${base}/claim`, { shirt: 'black-M' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('Black · M has just gone.')
    expect(shirtsOn(page, `${base}/claim`)).toEqual(['black-L', 'black-XS', 'mint-M'])
    expect(shirtsOn(page, `${base}/claim/wait`)).toEqual(['black-M'])
    const claimed = await page.submit({ shirt: 'black-L' })
    expect([claimed.status, claimed.text.includes('Black · L')]).toEqual([200, true])
  })

  test('whoever has claimed is led to the claim, and no longer told to choose', async () => {
    const booth = await open({ 'black-M': 1 })
    const { page, visitor, base } = await passedAttendee(booth)
    expect(page.text).toContain('Now choose your shirt')
    await visitor.post(`${base}/claim`, { shirt: 'black-M' })
    const mission = await visitor.open(base)
    expect(mission.text).toContain('You passed! Show my claim code')
  })

  test('the waiting list: oldest first, the place shown; whoever leaves moves the others up', async () => {
    const booth = await open({ 'black-M': 0, 'mint-M': 1 })
    const people = []
    for (const nickname of ['One', 'Two', 'Three'])
      people.push(await waitingAttendee(booth, nickname, 'black-M'))
    const [one, two, three] = people as [Attendee, Attendee, Attendee]
    const placeOf = async (who: Attendee) =>
      /Your place in line (\d)/.exec((await claimPage(who)).text)?.[1]
    expect([await placeOf(one), await placeOf(two), await placeOf(three)]).toEqual(['1', '2', '3'])
    const left = await (await claimPage(two)).submit({}, { to: `${two.base}/claim/give-up` })
    expect(left.text).toContain('You gave Black · M back.')
    expect([await placeOf(one), await placeOf(three)]).toEqual(['1', '2'])
    const switched = await (await claimPage(three)).submit({ shirt: 'mint-M' })
    expect(switched.text).toContain('Mint · M')
    expect(codeOn(switched)).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  })

  test('a shirt that comes back is the oldest’s for an hour, then the next one’s', async () => {
    const booth = await open({ 'black-M': 1 })
    const owner = await claimedAttendee(booth, { nickname: 'Owner', shirt: 'black-M' })
    const one = await waitingAttendee(booth, 'One', 'black-M')
    const two = await waitingAttendee(booth, 'Two', 'black-M')
    const given = await (await claimPage(owner)).submit({}, { to: `${owner.base}/claim/give-up` })
    expect(given.text).toContain('You gave Black · M back.')
    expect(given.text).not.toContain('Reserve Black · M again')

    const offer = await claimPage(one)
    expect(offer.text).toContain('It is your turn')
    expect(offer.text).toMatch(
      /It is yours until November 28, 11:32 AM. After that it goes to the next/,
    )
    expect((await claimPage(two)).text).toContain('Your place in line 1')
    booth.clock.goOn(60)
    await booth.booth.claims.tidy()
    const missed = await claimPage(one)
    expect(missed.text).toContain('We kept Black · M for you until November 28, 11:32 AM.')
    const offered = await claimPage(two)
    expect(offered.text).toContain('It came back')
    expect(answerOf(await lookUp(booth, codeOn(offered)))).toBe('fetch')
  })

  test('an ordinary reservation is called no offer, also after a change or an undo', async () => {
    const booth = await open({ 'black-M': 1, 'black-L': 1 })
    const owner = await claimedAttendee(booth, { shirt: 'black-M' })
    const one = await waitingAttendee(booth, 'One', 'black-M')
    expect((await claimPage(owner)).text).not.toContain('It came back')
    await owner.visitor.post(`${owner.base}/claim/give-up`, {})
    expect((await claimPage(one)).text).toContain('It came back')
    const changed = await one.visitor.post(`${one.base}/claim`, { shirt: 'black-L' })
    expect([changed.text.includes('Black · L'), changed.text.includes('It came back')]).toEqual([
      true,
      false,
    ])
  })

  test('a hold that ran out: said with its time, taken again in one tap, under the same code', async () => {
    const booth = await open({ 'black-M': 1, 'mint-S': 1 })
    const attendee = await claimedAttendee(booth, { shirt: 'black-M' })
    booth.clock.goOn(240)
    const page = await claimPage(attendee)
    expect(page.text).toContain('We kept Black · M for you until November 28, 2:30 PM.')
    expect(page.text).toContain('It is still here.')
    expect(shirtsOn(page, `${attendee.base}/claim`)).toEqual(['black-M'])
    const again = await page.submit({ shirt: 'black-M' })
    expect(codeOn(again)).toBe(attendee.code)

    booth.clock.goOn(2_000)
    const faster = await claimedAttendee(booth, { nickname: 'Faster', shirt: 'black-M' })
    const gone = await claimPage(attendee)
    expect(gone.text).toContain('It has gone meanwhile.')
    const other = await gone.submit({ shirt: 'mint-S' })
    expect([codeOn(other), other.text.includes('Mint · S')]).toEqual([attendee.code, true])
    expect(faster.code).not.toBe(attendee.code)
  })

  test('one’s mind may be changed until the hand-over, and not after it', async () => {
    const booth = await open({ 'black-M': 1, 'mint-M': 1 })
    const attendee = await claimedAttendee(booth, { shirt: 'black-M' })
    const { visitor, base, code } = attendee
    const change = await visitor.open(`${base}/claim?change=yes`)
    expect(change.html).not.toContain('claim/wait')
    expect((await change.submit({ shirt: 'mint-M' })).text).toContain('Mint · M')
    await (await lookUp(booth, code)).submit({}, { to: '/staff/hand-overs' })
    for (const path of ['claim', 'claim/wait', 'claim/give-up']) {
      const page = await visitor.post(`${base}/${path}`, { shirt: 'black-M' })
      expect([path, page.status, page.text.includes('Mint · M')]).toEqual([path, 200, true])
      expect(page.text).toContain('Collected')
    }
  })

  test('with nothing left the waiting list is what is offered', async () => {
    const booth = await open({ 'black-M': 0 })
    const attendee = await passedAttendee(booth)
    const page = await claimPage(attendee)
    expect(page.text).toContain('Every shirt has found an owner')
    const waiting = await page.submit({ shirt: 'pink-S' }, { to: `${attendee.base}/claim/wait` })
    expect(waiting.text).toContain('You are in line for Pink · S')
  })

  test('joining the list of what came back at that moment reserves it', async () => {
    const booth = await open({ 'black-M': 1 })
    const { page } = await waitingAttendee(booth, 'Lucky', 'black-M')
    expect(page.text).toContain('Show this at the booth.')
  })

  test('the code can be read aloud, symbol by symbol, with a pause in the middle', async () => {
    const booth = await open({ 'black-M': 1 })
    const { page, code } = await claimedAttendee(booth, { shirt: 'black-M' })
    const spelled = code
      .split('-')
      .map((half) => Array.from(half).join(' '))
      .join(', ')
    expect(page.html).toContain(
      `<code aria-hidden="true">${code}</code><span class="unseen">${spelled}</span>`,
    )
    expect(page.text).toContain('Turn up your screen’s brightness')
  })

  test('at the desk: who waits is offered what is there, who gave back is sent to choose again', async () => {
    const booth = await open({ 'black-M': 1, 'black-S': 1 })
    const owner = await claimedAttendee(booth, { nickname: 'Owner', shirt: 'black-M' })
    const waiting = await waitingAttendee(booth, 'Waiting', 'black-M')
    const code = (await booth.booth.claims.search('Waiting'))[0]!.claim!.code
    const refused = await lookUp(booth, code)
    expect([refused.status, refused.text.includes('Still waiting in line')]).toEqual([409, true])
    expect(shirtsOn(refused, '/staff/swaps')).toEqual(['black-S'])
    const fetch = await refused.submit({ shirt: 'black-S' }, { to: '/staff/swaps' })
    expect([answerOf(fetch), fetch.text.includes('Black · S')]).toEqual(['fetch', true])
    expect((await claimPage(waiting)).text).toContain('Black · S')

    await owner.visitor.post(`${owner.base}/claim/give-up`, {})
    const cancelled = await lookUp(booth, owner.code)
    expect([cancelled.status, cancelled.text.includes('gave it back')]).toEqual([409, true])
  })
})
