import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  addAttendee,
  blackM,
  brokenPromises,
  kim,
  lead,
  lineOf,
  newScanId,
  openClaimsBooth,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { howMany, printFigure } from '../support/how-many.ts'

const HOURS = 60
const JUMPS = [-6 * HOURS, 6 * HOURS]
const RUNS = {
  SQLite: howMany({ short: 6, long: 150 }),
  PostgreSQL: howMany({ short: 2, long: 60 }),
}
const SEED = 6_0911
const UNITS = 3
const PEOPLE = ['ann', 'bob', 'cem', 'dan']

describe.each(databases)('a clock that jumps by six hours, on $name', (database) => {
  test('forwards and back: the hold has ended and its unit went on; whose it was claims again under the same code', async () => {
    const booth = await openClaimsBooth(await database.newPlace(), { stock: { 'black-M': 1 } })
    const code = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(6 * HOURS)
    await booth.claims.tidy()
    expect(await booth.claims.claimOf('ann')).toMatchObject({ state: 'expired' })
    booth.clock.goOn(-6 * HOURS)
    await booth.claims.tidy()
    expect(await lineOf(booth, 'black-M')).toMatchObject({ available: 1, reserved: 0 })
    const again = await booth.claims.reserve({ registrationId: 'ann', shirt: blackM })
    expect(again).toMatchObject({ kind: 'reserved', claim: { code } })
    expect(await promisesButTimes(booth)).toEqual([])
  })

  test('backwards: a hold is as good as it was, and its hand-over can be taken back', async () => {
    const booth = await openClaimsBooth(await database.newPlace(), { stock: { 'black-M': 1 } })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    booth.clock.goOn(-6 * HOURS)
    await booth.claims.tidy()
    const tap = { scanId: newScanId(), typed, by: kim }
    expect(await booth.claims.handOver(tap)).toMatchObject({ kind: 'handed-over' })
    expect(await booth.claims.handOver(tap)).toMatchObject({ kind: 'handed-over', repeated: true })
    const undo = { scanId: newScanId(), by: kim, handOver: tap.scanId }
    expect(await booth.claims.undo(undo)).toMatchObject({ kind: 'undone' })
    expect(await promisesButTimes(booth)).toEqual([])
  })

  test('in whatever order: no unit is lost, no answer taken back, and no hold ends before its time', async () => {
    let steps = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (walk) => {
        const booth = await openClaimsBooth(await database.newPlace(), {
          stock: { 'black-M': UNITS },
        })
        for (const id of PEOPLE) await addAttendee(booth.storage, id)
        const given = new Map<string, string>()
        for (const { does, who } of walk) {
          steps++
          const before = await holdsOf(booth)
          await does(booth, { who, given })
          await expectNoneEarly(booth, before, who)
          await expectAllThere(booth, given)
        }
        expect(await promisesButTimes(booth)).toEqual([])
        await booth.storage.close()
      }),
      { numRuns: RUNS[database.name], seed: SEED, endOnFailure: true },
    )
    printFigure(`clock jumps, ${database.name}: ${RUNS[database.name]} walks, ${steps} steps`)
  }, 1_200_000)
})

/** `given`: scan ids of hand-overs that were answered green and not undone, by person. */
type Walk = { who: string; given: Map<string, string> }

const jump = fc.constantFrom(...JUMPS, 1, 61).map((minutes) => (booth: ClaimsBooth) => {
  booth.clock.goOn(minutes)
  return booth.claims.tidy()
})

const step = fc.record({
  who: fc.constantFrom(...PEOPLE),
  does: fc.oneof(
    jump,
    fc.constantFrom(
      (booth: ClaimsBooth, { who }: Walk) =>
        booth.claims.reserve({ registrationId: who, shirt: blackM }),
      (booth: ClaimsBooth, { who }: Walk) =>
        booth.claims.waitForShirt({ registrationId: who, shirt: blackM }),
      handOver,
      undo,
    ),
  ),
})

async function handOver(booth: ClaimsBooth, { who, given }: Walk) {
  const claim = await booth.claims.claimOf(who)
  if (!claim) return
  const tap = { scanId: newScanId(), typed: claim.code, by: kim }
  const { kind } = await booth.claims.handOver(tap)
  // A hold that the clock says lasts is honoured.
  expect(kind).toBe(
    { reserved: 'handed-over', handed: 'already-handed-over' }[claim.state as string] ??
      claim.state,
  )
  if (kind === 'handed-over') given.set(who, tap.scanId)
}

async function undo(booth: ClaimsBooth, { who, given }: Walk) {
  const scanId = given.get(who)
  if (scanId === undefined) return
  const { kind } = await booth.claims.undo({ scanId: newScanId(), by: lead, handOver: scanId })
  expect(kind).toBe('undone')
  given.delete(who)
}

type Hold = { who: string; expiresAt: string }

async function holdsOf(booth: ClaimsBooth): Promise<Hold[]> {
  const rows = await booth.storage.read
    .selectFrom('claim')
    .select(['registration_id', 'expires_at'])
    .where('state', '=', 'reserved')
    .execute()
  return rows.map((row) => ({ who: row.registration_id!, expiresAt: row.expires_at! }))
}

/** Whoever held a shirt holds it still, unless the clock is past its end, or it was theirs to change. */
async function expectNoneEarly(booth: ClaimsBooth, before: readonly Hold[], actor: string) {
  const now = booth.clock.now().toISOString()
  const after = new Set((await holdsOf(booth)).map(({ who }) => who))
  const ended = before.filter(({ who }) => who !== actor && !after.has(who))
  expect(ended.filter(({ expiresAt }) => expiresAt > now)).toEqual([])
}

async function expectAllThere(booth: ClaimsBooth, given: ReadonlyMap<string, string>) {
  const { available, reserved, handed } = await lineOf(booth, 'black-M')
  expect(available + reserved + handed).toBe(UNITS)
  for (const [who, scanId] of given)
    expect((await booth.claims.claimOf(who))?.handOver?.scanId).toBe(scanId)
}

/** A clock that was set leaves times that run backwards: that one line is the truth, and tolerated. */
async function promisesButTimes(booth: ClaimsBooth): Promise<readonly string[]> {
  return (await brokenPromises(booth)).filter(
    (line) => !/^I6 BROKEN .*a line before it of/.test(line),
  )
}
