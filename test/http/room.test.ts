import { beforeAll, describe, expect, test } from '@jest/globals'
import { connect, outcomeOf, signUp } from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Visitor } from '../support/visitor.ts'

describe.each(databases)('who is stuck, over HTTP, on $name', (database) => {
  let booth: TestBooth
  let scan: Visitor
  let lead: Visitor
  beforeAll(async () => {
    booth = await openTestBooth({ database })
    scan = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim')
    lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
  })

  const passByHand = async (staff: Visitor, typed: { tag: string; reason: string }) =>
    (await staff.open('/staff/room')).submit(typed, { to: '/staff/passes' })

  test('staff read at which part somebody is stuck, since when, and what to say', async () => {
    const attendee = await signUp(booth, 'Nari')
    const cluster = await booth.newCluster()
    booth.ship(attendee.tag, { placement: 'underscore', hostName: 'nari', into: cluster })
    await connect(booth, attendee, { cluster })
    expect((await scan.open('/staff/room')).text).toContain(`${attendee.tag} · since just now`)
    booth.clock.goOn(7)

    const room = await scan.open('/staff/room')
    const [, about = ''] = room.text.split('The tag is nearly right')
    expect(about).toContain('Hold both spellings side by side')
    expect(about).toMatch(new RegExp(`Nari · ${attendee.tag} · for 7 minutes · MB-TAG-NEAR-MISS`))
    expect(room.html).not.toContain(cluster.readKey.encoded)
  })

  test('whoever only has to wait is not called stuck, until it takes too long', async () => {
    const attendee = await signUp(booth, 'Waiting')
    const cluster = await booth.newCluster()
    booth.ship(attendee.tag, { hostName: 'w', seconds: 5, into: cluster })
    expect(outcomeOf(await connect(booth, attendee, { cluster }))).toBe('not-yet')
    expect((await scan.open('/staff/room')).text).not.toContain('Waiting')
    booth.clock.goOn(6)
    expect((await scan.open('/staff/room')).text).toContain('Waiting')
  })

  test('whoever left an hour ago, or has passed, is not listed', async () => {
    await signUp(booth, 'Gone')
    // In use, so that neither phone locks itself.
    booth.clock.goOn(31)
    for (const phone of [scan, lead]) expect((await phone.open('/staff')).status).toBe(200)
    booth.clock.goOn(30)
    const room = await scan.open('/staff/room')
    expect([room.status, room.text.includes('Gone')]).toEqual([200, false])
  })

  test('how many are stuck at which part is told first, the commonest part before the others', async () => {
    const own = await openTestBooth({ database })
    const staff = await own.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
    const counts = async () => {
      const { html } = await staff.open('/staff/room')
      return [...html.matchAll(/<dt>([^<]+)<\/dt><dd class="number">(\d+)</g)].map(
        ([, ...one]) => one,
      )
    }
    const attendee = await signUp(own, 'Nari')
    const cluster = await own.newCluster()
    own.ship(attendee.tag, { placement: 'underscore', hostName: 'nari', into: cluster })
    await connect(own, attendee, { cluster })
    expect(await counts()).toEqual([])

    // More than are shown one by one.
    for (let n = 1; n <= 51; n++) await signUp(own, `Mina ${n}`)
    expect(await counts()).toEqual([
      ['Not connected yet', '51'],
      ['The tag is nearly right', '1'],
    ])
  })

  test('a lead passes somebody by hand, with a reason that is kept with their name', async () => {
    const attendee = await signUp(booth, 'Byhand')
    const page = await passByHand(lead, { tag: attendee.tag, reason: 'seen on their own Kibana' })
    expect([page.status, page.text.includes('Byhand has passed.')]).toEqual([200, true])
    expect(outcomeOf(await attendee.visitor.open(attendee.base))).toBe('passed')
    expect((await attendee.visitor.open(`${attendee.base}/claim`)).html).toContain('name="shirt"')

    const again = await passByHand(lead, { tag: attendee.tag, reason: 'once more' })
    expect(again.text).toContain('Byhand had passed already.')
    const rows = await booth.dump()
    expect(rows.filter(({ value }) => value === 'passed-by-hand')).toHaveLength(1)
    expect(rows.some(({ value }) => value === 'seen on their own Kibana')).toBe(true)
    expect(rows.some(({ value }) => value === 'once more')).toBe(false)
  })

  test.each([
    ['an unknown tag', { tag: 'pycon-111111111', reason: 'seen' }, 'We do not know this tag'],
    ['no reason', { tag: 'pycon-111111111', reason: '  ' }, 'Please fill this in'],
  ])('%s changes nothing and keeps what was typed', async (_name, typed, words) => {
    const before = await booth.rowCounts()
    const page = await passByHand(lead, typed)
    expect([page.status, page.text.includes(words)]).toEqual([400, true])
    expect(page.html).toContain(`value="${typed.tag}"`)
    expect(await booth.rowCounts()).toEqual(before)
  })

  test('the scan role has no form for it and is refused when it posts all the same', async () => {
    const attendee = await signUp(booth, 'Nobody')
    const room = await scan.open('/staff/room')
    expect(room.html).not.toContain('action="/staff/passes"')
    const token = /name="formToken" value="([^"]+)"/.exec((await scan.open('/staff')).html)?.[1]
    const body = new URLSearchParams({ tag: attendee.tag, reason: 'x', formToken: token ?? '' })
    const page = await scan.post('/staff/passes', body.toString())
    expect(page.status).toBe(403)
    expect(outcomeOf(await attendee.visitor.open(attendee.base))).not.toBe('passed')
  })
})
