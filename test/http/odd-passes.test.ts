import { expect, test } from '@jest/globals'
import { codeOn, connect, outcomeOf, signUp } from '../support/attendee.ts'
import { openTestBooth } from '../support/test-booth.ts'

/** Found untagged at first; then ten minutes of documents are there at once, the newest of this moment. */
async function passOddly() {
  const booth = await openTestBooth()
  const attendee = await signUp(booth, 'Quick Otter')
  booth.ship(attendee.tag, { placement: 'untagged', seconds: 30 })
  expect(outcomeOf(await connect(booth, attendee))).toBe('not-yet')
  booth.clock.goOn(0.1)
  booth.ship(attendee.tag, { seconds: 600 })
  const page = await (
    await attendee.visitor.open(attendee.base)
  ).submit({}, { to: `${attendee.base}/check-again` })
  return { booth, attendee, page }
}

test('a pass with documents that appeared all at once stands, and staff see why it is odd', async () => {
  const { booth, attendee, page } = await passOddly()
  expect(outcomeOf(page)).toBe('passed')
  expect(page.text).not.toContain('appeared within')

  const staff = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim')
  const room = await staff.open('/staff/room')
  const [, odd = ''] = room.text.split('Passed, and worth a look')
  expect(odd).toMatch(/Quick Otter/)
  expect(odd).toMatch(/Documents over \d+ s appeared within 6 s/)
  expect(odd).toMatch(/Documents are dated [\d:]+ ?[APM]*, but the tag exists only since/)

  const choose = await attendee.visitor.open(`${attendee.base}/claim`)
  const code = codeOn(await choose.submit({ shirt: 'black-M' }))
  const found = await (await staff.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
  expect(found.html).toContain('data-answer="fetch"')
  expect(found.text).toMatch(/Documents over \d+ s appeared within 6 s/)

  const rows = await booth.dump()
  const journal = rows.filter(({ table, column }) => table === 'journal' && column === 'data')
  expect(journal.some(({ value }) => value.includes('dated-before-sign-up,all-at-once'))).toBe(true)
})

test('an ordinary pass is nowhere called odd', async () => {
  const booth = await openTestBooth()
  const attendee = await signUp(booth, 'Mina')
  await connect(booth, attendee)
  booth.clock.goOn(3)
  booth.ship(attendee.tag, { seconds: 120 })
  const page = await (
    await attendee.visitor.open(attendee.base)
  ).submit({}, { to: `${attendee.base}/check-again` })
  expect(outcomeOf(page)).toBe('passed')
  const staff = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
  expect((await staff.open('/staff/room')).html).not.toContain('data-odd')
  const choose = await attendee.visitor.open(`${attendee.base}/claim`)
  const code = codeOn(await choose.submit({ shirt: 'black-M' }))
  const found = await (await staff.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
  expect(found.html).not.toContain('data-odd')
})
