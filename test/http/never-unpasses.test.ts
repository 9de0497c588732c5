import { describe, expect, test } from '@jest/globals'
import { readEventFile } from '../../src/event/event-file.ts'
import { connect, outcomeOf, signUp } from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page } from '../support/visitor.ts'

const EVENT = readEventFile('events/pycon.yaml')

/** What the page shows of the pass; its texts, without what changes at every visit. */
function receiptOf(page: Page): string {
  return /<section class="receipt[\s\S]*?<\/section>/.exec(page.html)?.[0] ?? 'no receipt'
}

/** Passes on one device; another one, connected before, still holds the address and the key. */
async function passed(booth: TestBooth) {
  const attendee = await signUp(booth)
  const otherDevice = { ...attendee, visitor: booth.visitor() }
  expect(outcomeOf(await connect(booth, otherDevice))).toBe('not-yet')
  booth.ship(attendee.tag)
  const page = await connect(booth, attendee)
  expect(outcomeOf(page)).toBe('passed')
  return { ...attendee, otherDevice: otherDevice.visitor, receipt: receiptOf(page) }
}

describe.each(databases)('once passed, always passed, on $name', (database) => {
  test('data deleted, Metricbeat stopped, page closed, booth restarted: not even asked again', async () => {
    const booth = await openTestBooth({ database })
    const { base, receipt, otherDevice } = await passed(booth)
    expect(receipt).toContain('20 documents over 60 s')

    const authorization = `ApiKey ${booth.cluster.createKey({ name: 'all' }).encoded}`
    const index = `${booth.cluster.origin}/metricbeat-9.2.1`
    await fetch(index, { method: 'DELETE', headers: { authorization } })
    expect(booth.cluster.documents()).toEqual([])
    const asked = booth.cluster.requests().length

    booth.clock.goOn(24 * 60)
    const restarted = await openTestBooth({ beside: booth })
    const form = new URLSearchParams({
      target: booth.cluster.origin,
      key: booth.cluster.readKey.encoded,
    }).toString()
    for (const device of [otherDevice, booth.visitor(), restarted.visitor()]) {
      for (const [action, body] of [
        ['watch', ''],
        ['check-again', ''],
        ['check', form],
        ['watch', ''],
        ['line', 'line=Exiting%3A+no+outputs+are+defined'],
      ] as const)
        await device.post(`${base}/${action}`, body)
      const page = await device.open(base)
      expect([outcomeOf(page), receiptOf(page)]).toEqual(['passed', receipt])
    }
    expect(booth.cluster.requests()).toHaveLength(asked)
  })

  test('rules made harder on day two: the pass of day one stands, and tells the rules it was judged by', async () => {
    const booth = await openTestBooth({ database })
    const { base, receipt } = await passed(booth)
    booth.clock.goOn(24 * 60)

    const [first, ...others] = EVENT.missions
    const harder = { ...first, documents: 5_000, seconds: 3_600, metricsets: 5 }
    const dayTwo = await openTestBooth({
      beside: booth,
      event: { ...EVENT, missions: [harder, ...others] },
    })
    const page = await dayTwo.visitor().open(base)
    expect([outcomeOf(page), receiptOf(page)]).toEqual(['passed', receipt])
    expect(receipt).toContain('20 documents over 60 s')

    const late = await signUp(dayTwo, 'Late')
    const cluster = await dayTwo.newCluster()
    dayTwo.ship(late.tag, { hostName: 'late', into: cluster })
    expect(outcomeOf(await connect(dayTwo, late, { cluster }))).toBe('not-yet')
  })
})
