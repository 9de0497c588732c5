import { describe, expect, test } from '@jest/globals'
import { countStops, stopOf } from '../../src/boards/wall.ts'
import { claimedAttendee, connect, passedAttendee, signUp } from '../support/attendee.ts'
import { eventWith } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'

test.each([
  [{ passed: false, collected: false }, 'register'],
  [{ passed: false, collected: false, code: 'MB-KEY-EXPIRED' }, 'connect'],
  [{ passed: false, collected: false, code: 'MB-NO-DATA' }, 'ship'],
  [{ passed: false, collected: false, code: 'MB-TOO-FEW' }, 'pass'],
  [{ passed: false, collected: false, code: 'MB-OF-A-LATER-VERSION' }, 'connect'],
  [{ passed: true, collected: false, code: 'MB-NO-DATA' }, 'collect'],
])('%j stands at %s', (whereabouts, stop) => {
  expect(stopOf(whereabouts)).toBe(stop)
})

test('an empty booth has nobody anywhere', () => {
  const counts = countStops({ registered: 0, passed: 0, collected: 0, notPassed: [], latest: [] })
  expect(new Set(counts.map(({ count }) => count))).toEqual(new Set([0]))
})

describe.each(databases)('the wall, on $name', (database) => {
  const read = async (booth: TestBooth) => {
    const page = await booth.visitor().open('/wall')
    const count = (name: string) =>
      Number(new RegExp(`data-count="${name}"[^>]*>(\\d+)<`).exec(page.html)?.[1])
    return {
      page,
      counts: Object.fromEntries(
        ['registered', 'passed', 'register', 'connect', 'ship', 'collect'].map((name) => [
          name,
          count(name),
        ]),
      ),
      walkers: [...page.html.matchAll(/data-walker="([^"]+)" data-stop="([^"]+)"/g)].map(
        ([, , stop]) => stop,
      ),
    }
  }

  test('follows people from stop to stop; who has the shirt has left; the first stays the first', async () => {
    const booth = await openTestBooth({ database })
    await signUp(booth, 'New')
    const stuck = await signUp(booth, 'Stuck')
    await connect(booth, stuck, { cluster: await booth.newCluster() })
    const first = await claimedAttendee(booth, { nickname: 'First', shirt: 'pink-M' })
    booth.clock.goOn(1)
    await passedAttendee(booth, 'Second')

    const before = await read(booth)
    expect(before.counts).toEqual({
      ...{ registered: 4, passed: 2 },
      ...{ register: 1, connect: 0, ship: 1, collect: 2 },
    })
    expect(before.walkers.sort()).toEqual(['collect', 'collect', 'register', 'ship'])
    expect(before.page.text).toContain('First')

    const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
    const found = await (
      await phone.open('/staff')
    ).submit({ code: first.code }, { to: '/staff/look-ups' })
    await found.submit({}, { to: '/staff/hand-overs' })
    const after = await read(booth)
    expect(after.counts).toEqual({
      ...{ registered: 4, passed: 2 },
      ...{ register: 1, connect: 0, ship: 1, collect: 1 },
    })
    expect(after.walkers).toHaveLength(3)
    expect(after.page.text).toContain('First')
    expect(after.page.text).not.toContain('Second')
    // A screen for everybody: no tag, no claim code, no link.
    expect(after.page.html).not.toMatch(/pycon-[1-9a-z]{9}|\/m\/|K7M/)
    expect(after.page.html).not.toContain(first.code)
  })

  test('tells an open screen that something happened, not what', async () => {
    const booth = await openTestBooth({ database })
    const stream = await listen(booth, '/wall/events')
    await signUp(booth, 'Secretive')
    const heard = await stream.until(/event: ?changed/)
    expect(heard).not.toMatch(/Secretive|pycon-|registered/)
    await stream.close()
  })

  test('an attendee’s other page hears of its own changes and of nobody else’s', async () => {
    const booth = await openTestBooth({ database })
    const [mine, other] = [await signUp(booth, 'Mine'), await signUp(booth, 'Other')]
    const stream = await listen(booth, `${mine.base}/events`)
    const cluster = await booth.newCluster()
    await connect(booth, other, { cluster, key: 'nonsense' })
    booth.ship(mine.tag, { hostName: 'laptop-of-mine', into: cluster })
    await connect(booth, mine, { cluster })
    // Lines come in order: the other's would have come before.
    const heard = await stream.until(/"passed"/)
    expect(heard).not.toContain('cause-named')
    await stream.close()
  })

  test('of many that run low the latest four are named', async () => {
    const skus = ['XS', 'S', 'M', 'L', 'XL'].map((size) => `pink-${size}`)
    const event = eventWith(Object.fromEntries(skus.map((sku) => [sku, 6])))
    const booth = await openTestBooth({ database, event })
    const by = { person: 'park', device: 'phone-3', role: 'lead' } as const
    for (const sku of skus) {
      booth.clock.goOn(1)
      await booth.booth.stock.holdBack({ scanId: `hold-${sku}`, by, sku, qty: 1 })
    }
    expect((await read(booth)).page.text).toContain(
      'Nearly all taken: Pink · XL, Pink · L, Pink · M, Pink · S',
    )
  })

  test('a shirt that runs low is named from the crossing until it is gone, and hand-overs change nothing about it', async () => {
    const booth = await openTestBooth({ database, event: eventWith({ 'mint-M': 7, 'pink-S': 2 }) })
    const low = async () => /data-low>([^<]*)</.exec((await read(booth)).page.html)?.[1]
    expect(await low()).toBe('')
    const lead = { person: 'park', device: 'phone-3', role: 'lead' } as const
    const holdBack = (qty: number) =>
      booth.booth.stock.holdBack({ scanId: `hold-${qty}`, by: lead, sku: 'mint-M', qty })
    await holdBack(2)
    expect(await low()).toBe('Nearly all taken: Mint · M')
    await claimedAttendee(booth, { shirt: 'mint-M' })
    expect(await low()).toBe('Nearly all taken: Mint · M')
    await holdBack(4)
    expect(await low()).toBe('')
  })
})

/** A page that stays open and hears what the booth announces. */
async function listen({ server }: TestBooth, path: string) {
  const { port } = server.address() as { port: number }
  const stream = await fetch(`http://127.0.0.1:${port}${path}`)
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  return {
    until: async (words: RegExp): Promise<string> => {
      let heard = ''
      while (!words.test(heard)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended after: ${heard}`)
        heard += value
      }
      return heard
    },
    close: () => reader.cancel(),
  }
}
