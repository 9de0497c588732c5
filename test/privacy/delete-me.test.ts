import { describe, expect, test } from '@jest/globals'
import { checkInvariants } from '../../src/commands/check-invariants.ts'
import {
  causeOf,
  claimedAttendee,
  connect,
  outcomeOf,
  passedAttendee,
  signUp,
  type Attendee,
} from '../support/attendee.ts'
import { eventWith } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

describe.each(databases)('delete me, on $name', (database) => {
  test('names, links and checks go at once, the shirt goes to the next one, every count stays', async () => {
    const booth = await openTestBooth({ database, event: eventWith({ 'black-M': 1 }) })
    const mina = await claimedAttendee(booth, { nickname: 'Mina Kim' })
    const next = await passedAttendee(booth, 'Next')
    const nextId = await idOf(booth, next)
    await booth.booth.claims.waitForShirt({
      registrationId: nextId,
      shirt: { colour: 'black', size: 'M' },
    })
    const minaId = await idOf(booth, mina)
    const door = await booth.booth.newDoor(minaId)
    const before = await totals(booth)

    const ask = await mina.visitor.open(`${mina.base}/delete`)
    expect(ask.text).toContain('Delete everything about Mina Kim?')
    expect(ask.text).toContain('Black · M. It goes to the next person.')
    expect(ask.text).toContain('goes 7 days after the event')
    const page = await ask.submit()
    expect([page.status, page.path]).toEqual([200, '/deleted'])
    expect(page.text).toContain('Everything about you is deleted')
    expect(page.text).toContain('What stays Numbers without names')
    expect(page.text).not.toContain('What you have collected')

    for (const path of [mina.base, `${mina.base}/claim`, `${mina.base}/delete`])
      expect((await mina.visitor.open(path)).status).toBe(404)
    expect(await booth.booth.open(door.shortCode)).toBe('unknown-code')
    const kept = (await booth.dump()).map(({ value }) => value).join('\n')
    for (const gone of ['Mina Kim', mina.tag, booth.booth.hashOf(mina.link), 'laptop-of'])
      expect(kept).not.toContain(gone)
    expect(kept).toContain('Next')

    expect((await booth.booth.claims.claimOf(nextId))?.state).toBe('reserved')
    expect(await totals(booth)).toEqual(before)
    expect(await broken(booth)).toEqual([])
  })

  test('a shirt in hand stays in hand, and the page says so', async () => {
    const booth = await openTestBooth({ database })
    const mina = await claimedAttendee(booth, { nickname: 'Mina Kim' })
    await handOver(booth, mina.code)
    const page = await (await mina.visitor.open(`${mina.base}/delete`)).submit()
    expect(page.text).toContain('What you have collected. It is yours.')
    expect(await totals(booth)).toMatchObject({ handed: 1 })
    expect(await broken(booth)).toEqual([])
    const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
    const again = await (
      await phone.open('/staff')
    ).submit({ code: mina.code }, { to: '/staff/look-ups' })
    expect(again.html).toContain('data-answer="already-handed-over"')
    expect(again.text).not.toContain('Mina')
  })

  test('one cluster still gets one shirt', async () => {
    const booth = await openTestBooth({ database })
    const mina = await signUp(booth, 'Mina')
    booth.ship(mina.tag)
    expect(outcomeOf(await connect(booth, mina))).toBe('passed')
    await (await mina.visitor.open(`${mina.base}/delete`)).submit()
    const again = await signUp(booth, 'Again')
    booth.ship(again.tag, { hostName: 'another-laptop' })
    expect(causeOf(await connect(booth, again))).toBe('MB-CLUSTER-USED')
  })

  test('what a check under way wrote too late goes at the next tick', async () => {
    const booth = await openTestBooth({ database })
    const mina = await signUp(booth, 'Mina')
    const registrationId = await idOf(booth, mina)
    await (await mina.visitor.open(`${mina.base}/delete`)).submit()
    await booth.booth.verifications.recordAttempt({
      ...{ id: 'late', registrationId, at: booth.clock.now().toISOString() },
      ...{ outcome: 'not-yet', code: 'MB-TAG-MISSING', params: { host: 'minas-laptop' } },
      hints: [],
    })
    await booth.booth.keepPrivate()
    expect(JSON.stringify(await booth.dump())).not.toContain('minas-laptop')
  })

  test('the desk, the wall and the room know them no more', async () => {
    const booth = await openTestBooth({ database })
    const first = await passedAttendee(booth, 'Firstie')
    const stuck = await signUp(booth, 'Stuckie')
    for (const { visitor, base } of [first, stuck])
      await (await visitor.open(`${base}/delete`)).submit()
    const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
    for (const path of ['/wall', '/staff/room', '/staff']) {
      const { status, text } = await lead.open(path)
      expect([path, status, /Firstie|Stuckie|deleted /.test(text)]).toEqual([path, 200, false])
    }
    const wall = await booth.visitor().open('/wall')
    expect(wall.text).toContain('Someone who left no name')
    expect(wall.text).toContain('Registered 2 Passed 1')
    expect(await booth.booth.claims.search('deleted')).toEqual([])
  })
})

test('opening the page changes nothing; the answer clears what the browser keeps', async () => {
  const booth = await openTestBooth()
  const mina = await signUp(booth, 'Mina')
  await connect(booth, mina, { cluster: await booth.newCluster() })
  expect([...mina.visitor.cookies.keys()]).toContain('__Host-key')
  const before = await booth.rowCounts()
  const ask = await mina.visitor.open(`${mina.base}/delete`)
  expect(await booth.rowCounts()).toEqual(before)
  await ask.submit()
  expect([...mina.visitor.cookies.keys()]).not.toContain('__Host-key')
})

async function idOf(booth: TestBooth, { tag }: Attendee): Promise<string> {
  const owner = await booth.booth.registrations.findByTag(tag)
  return owner?.id ?? 'nobody'
}

async function handOver(booth: TestBooth, code: string): Promise<Page> {
  const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
  const fetch = await (await phone.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
  return fetch.submit({}, { to: '/staff/hand-overs' })
}

/** What is reported of an event afterwards. */
async function totals(booth: TestBooth) {
  const { registered, passed } = await booth.booth.wall.numbers()
  const stock = await booth.booth.stock.overview()
  const sum = (name: 'available' | 'reserved' | 'handed') =>
    stock.reduce((total, line) => total + line[name], 0)
  return {
    ...{ registered, passed },
    ...{ onHand: sum('available') + sum('reserved'), handed: sum('handed') },
  }
}

async function broken({ storage }: TestBooth): Promise<string[]> {
  const lines: string[] = []
  await checkInvariants({ storage, write: (line) => lines.push(line) })
  return lines.filter((line) => !/^I\d ok/.test(line))
}
