import { expect, test } from '@jest/globals'
import { causeOf, connect, signUp } from '../support/attendee.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import { answered, playCluster } from '../verification/support/scripted-cluster.ts'

type Logged = { 'log.level': string; message: string; code: string; fingerprint: string }

/** What is logged of causes nobody can name. */
function unknownIn(booth: TestBooth): Logged[] {
  const lines = booth.log.map((line) => JSON.parse(line) as Logged)
  return lines.filter(({ message }) => message.includes('nobody can name'))
}

/** How often each cause is counted. */
async function countsOf({ storage }: TestBooth): Promise<Record<string, number>> {
  const rows = await storage.read.selectFrom('attempt').select(['code', 'times']).execute()
  return Object.fromEntries(rows.map(({ code, times }) => [code, times]))
}

test('a pasted line nobody knows is counted and logged by its fingerprint, and its text is nowhere', async () => {
  const booth = await openTestBooth()
  const attendee = await signUp(booth)
  const paste = (line: string) =>
    attendee.visitor.post(`${attendee.base}/line`, new URLSearchParams({ line }).toString())
  const line = (canary: string) =>
    `2026-11-22T06:13:00 ERROR the whatsit of ${canary}-7 was lost at https://${canary}.example:9243 "${canary}"`

  const pages = [await paste(line('canaryone')), await paste(line('canarytwo'))]
  await paste('Exiting: the whatsit is gone')
  await paste('Exiting: no outputs are defined, please define one under the output section')

  const logged = unknownIn(booth)
  expect(logged).toEqual(
    Array.from({ length: 3 }, () =>
      expect.objectContaining({ 'log.level': 'warn', code: 'MB-LINE-UNKNOWN' }),
    ),
  )
  const [one, two, other] = logged.map(({ fingerprint }) => fingerprint)
  expect(one).toMatch(/^[\w-]{43}$/)
  expect([two === one, other === one]).toEqual([true, false])

  expect(await countsOf(booth)).toEqual({ 'MB-LINE-UNKNOWN': 3, 'MB-NO-OUTPUT': 1 })
  const kept = [...booth.log, ...(await booth.dump()).map(({ value }) => value)].join('\n')
  expect(pages.map(({ html }) => html).join() + kept).not.toMatch(/canary|whatsit/)
})

test('an answer nobody can name is counted and logged by its fingerprint, without what it said', async () => {
  const error = { type: 'canary_exception', reason: 'canary of my-host', root_cause: [] }
  const { openExchange } = playCluster({ probe: answered({ error, status: 418 }, 418) })
  const booth = await openTestBooth({ openExchange })
  const attendee = await signUp(booth)
  const page = await connect(booth, attendee)
  expect(causeOf(page)).toBe('MB-UNKNOWN')

  const [logged, ...more] = unknownIn(booth)
  expect(logged).toMatchObject({ 'log.level': 'error', code: 'MB-UNKNOWN' })
  expect(logged?.fingerprint).toMatch(/^418-[0-9a-f]{16}$/)
  expect(more).toEqual([])
  expect(page.text).toContain(logged?.fingerprint)
  expect(await countsOf(booth)).toEqual({ 'MB-UNKNOWN': 1 })
  const kept = [...booth.log, ...(await booth.dump()).map(({ value }) => value)].join('\n')
  expect(page.html + kept).not.toContain('canary')
})
