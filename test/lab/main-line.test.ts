import { expect, test } from '@jest/globals'
import { registerAt, untilPassed } from '../support/attendee-of-process.ts'
import type { BoothProcess } from '../support/booth-process.ts'
import { describeWithLab, startLab, type ElasticsearchLine, type Lab } from '../support/lab.ts'
import { createVisitor, fieldOf, type Page, type Visitor } from '../support/remote-visitor.ts'
import { PASSPHRASE, PIN } from '../support/staff-proofs.ts'
import { stopAfterwards } from '../support/stop-afterwards.ts'
import { startLabBooth } from './lab-booth.ts'

const MINUTES = 60_000
const LONGEST = 8 * MINUTES
const SHIRT = 'black-M'

const lines: ElasticsearchLine[] = [8, 9]
for (const elasticsearch of lines)
  describeWithLab(
    `from kiosk to shirt on Elasticsearch ${elasticsearch} with Metricbeat 9`,
    { elasticsearch, metricbeat: 9 },
    () => {
      test(
        'an attendee registers, ships real metrics, passes, claims, and staff hand the shirt over',
        () => mainLine(elasticsearch),
        LONGEST,
      )
    },
  )

async function mainLine(elasticsearch: ElasticsearchLine): Promise<void> {
  const booth = stopAfterwards(await startLabBooth())
  const attendee = createVisitor(booth.origin)
  const { base, tag } = await registerAt(attendee)

  // The tag it ships with exists only once the booth runs.
  const lab = stopAfterwards(await startLab({ elasticsearch, metricbeat: 9, tag }))
  await pass(attendee, { base, lab })
  const mission = await attendee.get(base)
  expect(mission.text).toContain('data-verdict="passed"')

  await attendee.post(`${base}/claim`, { shirt: SHIRT })
  const claim = await attendee.get(`${base}/claim`)
  const code = /claim-code"><code[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})</.exec(claim.text)?.[1] ?? ''
  expect(code).toMatch(/^[1-9A-HJKMNP-TV-Z]{5}-[1-9A-HJKMNP-TV-Z]{5}$/)

  await handOver(booth, code)
}

/** Connects as a person would, then lets the page ask by itself until it has passed. */
async function pass(attendee: Visitor, { base, lab }: { base: string; lab: Lab }): Promise<void> {
  const key = JSON.stringify(lab.readKey)
  const connected = await attendee.post(`${base}/check`, { target: lab.url, key })
  expect(connected.status).toBe(200)
  expect(connected.text).not.toContain(lab.readKey?.encoded)
  await untilPassed(attendee, base)
}

async function handOver(booth: BoothProcess, code: string): Promise<void> {
  const staff = createVisitor(booth.origin)
  const scan = await staff.post(new URL(booth.staffLink).pathname, {
    name: 'Kim',
    pin: PIN,
    passphrase: PASSPHRASE,
  })
  const before = leftOf(await staff.get('/staff/stock'))
  const tokens = { formToken: fieldOf(scan, 'formToken') }

  const found = await staff.post('/staff/look-ups', {
    ...tokens,
    code,
    scanId: fieldOf(scan, 'scanId'),
  })
  expect(found.text).toContain('data-answer="fetch"')
  expect(leftOf(await staff.get('/staff/stock'))).toEqual(before)

  const handed = await staff.post('/staff/hand-overs', {
    ...tokens,
    code,
    scanId: fieldOf(found, 'scanId'),
  })
  expect(handed.text).toContain('data-answer="handed-over"')
  const after = leftOf(await staff.get('/staff/stock'))
  expect(after).toEqual({ ...before, reserved: before.reserved - 1, handed: before.handed + 1 })

  const again = await staff.post('/staff/look-ups', { ...tokens, code, scanId: 'b'.repeat(26) })
  expect(again.status).toBe(409)
  expect(again.text).toContain('Kim')
}

/** The row of the shirt on the stock page. */
function leftOf(page: Page): { available: number; reserved: number; handed: number } {
  const row = new RegExp(
    `data-left="${SHIRT}">\\s*(\\d+)[\\s\\S]*?<td>(\\d+)</td>\\s*<td>(\\d+)</td>`,
  )
  const [, available, reserved, handed] = row.exec(page.text) ?? []
  return { available: Number(available), reserved: Number(reserved), handed: Number(handed) }
}
