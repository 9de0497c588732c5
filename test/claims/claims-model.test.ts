import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Event } from '../../src/event/event.ts'
import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import {
  addAttendee,
  brokenPromises,
  eventWith,
  kim,
  lead,
  newScanId,
  openClaimsBooth,
  passFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { howMany } from '../support/how-many.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import { toShirt } from '../../src/stock/sku.ts'
import { FIRST_STOCK, KEPT_PERCENT, PER_DAY, SECOND_DAY, SKUS, SmallModel } from './small-model.ts'

/** `BOOTH_MODEL_RUNS=n` runs so many with a seed of their own; otherwise the runs below, which are the same every time. */
const OWN_RUNS = process.env['BOOTH_MODEL_RUNS'] || undefined
const RUNS = {
  SQLite: Number(OWN_RUNS ?? howMany({ short: 20, long: 500 })),
  PostgreSQL: Number(OWN_RUNS ?? howMany({ short: 4, long: 500 })),
}
/** Kept: what was once found stays found. */
const SEED = 20_261_128
const COMMANDS = 50
const PASSED = { ann: 'long', bob: 'long', cem: 'quick' }
const STRANGERS = ['dan', 'eve']
const PEOPLE = [...Object.keys(PASSED), ...STRANGERS]
/** One passes the quick one first and gets a mug for it. */
const MISSIONS = ['quick', 'long']
const EVENT = eventOf(readEventFile('events/two-missions.yaml'))

/** Few of everything, a share a day of each prize, and some kept for the second day. */
function eventOf(two: Event): Event {
  const { shirts } = eventWith(FIRST_STOCK)
  return {
    ...two,
    shirts: { ...shirts, perDay: PER_DAY.shirts, keepForLaterDays: KEPT_PERCENT },
    prizes: [{ ...two.prizes[0]!, stock: FIRST_STOCK.mug, perDay: PER_DAY.mug }],
  }
}

type Real = {
  booth: ClaimsBooth
  place: DatabasePlace
  registered: Set<string>
  lastTap?: LastTap
}
type LastTap = { scanId: string; person: string; kind: string; again: () => Promise<Answer> }
type Answer = { kind: string; stillHanded?: boolean }

type Step = (
  model: SmallModel,
  real: Real,
) => Promise<{ expected: string; actual: string } | undefined>

/** Each moves the clock by a second, does one thing in the model and in the booth, and compares everything people see. */
class Command implements fc.AsyncCommand<SmallModel, Real> {
  readonly name: string
  readonly step: Step

  constructor(name: string, step: Step) {
    this.name = name
    this.step = step
  }

  check() {
    return true
  }

  toString() {
    return this.name
  }

  async run(model: SmallModel, real: Real) {
    await goOn(model, real, 1 / 60)
    const compared = await this.step(model, real)
    if (compared)
      expect(`${this.name}: ${compared.actual}`).toBe(`${this.name}: ${compared.expected}`)
    await compare(model, real)
  }
}

async function goOn(model: SmallModel, { booth }: Real, minutes: number) {
  booth.clock.goOn(minutes)
  await booth.claims.tidy()
  model.settle(booth.moment())
}

async function compare(model: SmallModel, { booth }: Real) {
  const [overview, shares, claims] = await Promise.all([
    booth.stock.overview(),
    booth.claims.sharesToday(),
    Promise.all(PEOPLE.map((person) => booth.claims.claimOf(person))),
  ])
  const seen = overview.filter((line) => (SKUS as readonly string[]).includes(line.sku))
  expect(
    seen.map(({ sku, available, reserved, heldBack, damaged, handed, waiting, left }) => ({
      sku,
      units: { available, reserved, heldBack, damaged, handed },
      waiting,
      left,
    })),
  ).toEqual(
    SKUS.map((sku) => ({
      sku,
      units: model.of(sku),
      waiting: model.waitingFor(sku).length,
      left: model.of(sku).available,
    })),
  )
  expect(shares.map(({ prize, left }) => ({ prize, left }))).toEqual(model.shares())
  expect(claims.map((claim) => claim && `${claim.state} ${claim.sku}`)).toEqual(
    PEOPLE.map((person) => {
      const claim = model.claims.get(person)
      return claim && `${claim.state} ${claim.sku}`
    }),
  )
}

const person = fc.constantFrom(...PEOPLE)
const sku = fc.constantFrom(...SKUS)
const qty = fc.integer({ min: 1, max: 3 })
const codeOf = async ({ booth }: Real, who: string) => (await booth.claims.claimOf(who))?.code ?? ''

/** A choice of the attendee's own. */
const choosing = (name: 'reserve' | 'wait' | 'change') =>
  fc.record({ person, sku }).map(
    (asked) =>
      new Command(`${name} ${asked.person} ${asked.sku}`, async (model, { booth }) => {
        const choice = { registrationId: asked.person, shirt: toShirt(asked.sku) }
        const ask = {
          reserve: booth.claims.reserve,
          wait: booth.claims.waitForShirt,
          change: booth.claims.changeOfMind,
        }[name]
        const { kind } = await ask(choice)
        return { expected: model[name](asked.person, asked.sku), actual: kind }
      }),
  )

const givingUp = person.map(
  (who) =>
    new Command(`give up ${who}`, async (model, { booth }) => ({
      actual: await booth.claims.giveUpClaim(who),
      expected: model.giveUp(who),
    })),
)

const handingOver = (name: 'handOver' | 'handOverExpired') =>
  person.map(
    (who) =>
      new Command(`${name} ${who}`, async (model, real) => {
        if (!model.claims.has(who)) return undefined
        const tap = { scanId: newScanId(), typed: await codeOf(real, who), by: kim }
        const { kind } = await real.booth.claims[name](tap)
        real.lastTap = {
          scanId: tap.scanId,
          person: who,
          kind,
          again: () => real.booth.claims[name](tap),
        }
        return { actual: kind, expected: model[name](who, tap.scanId) }
      }),
  )

/** The answer was lost: the phone sends the same tap again, at any later time. */
const again = fc.constant(
  new Command('the last tap again', async (model, { lastTap }) => {
    if (!lastTap) return undefined
    const answer = await lastTap.again()
    const stands = model.claims.get(lastTap.person)?.handedScan === lastTap.scanId
    return {
      actual: `${answer.kind} ${answer.stillHanded ?? true}`,
      expected: `${lastTap.kind} ${lastTap.kind === 'handed-over' ? stands : true}`,
    }
  }),
)

const returned = fc.constantFrom('good' as const, 'damaged' as const)

const undoing = fc.record({ person, returned }).map(
  (asked) =>
    new Command(`undo ${asked.person} ${asked.returned}`, async (model, real) => {
      const handOver = model.claims.get(asked.person)?.lastScan
      if (handOver === undefined) return undefined
      const tap = { scanId: newScanId(), by: lead, handOver, returned: asked.returned }
      const undo = () => real.booth.claims.undo(tap)
      const { kind } = await undo()
      real.lastTap = { scanId: tap.scanId, person: asked.person, kind, again: undo }
      return { actual: kind, expected: model.undo(asked.person, asked.returned) }
    }),
)

const lookingUp = person.map(
  (who) =>
    new Command(`look up ${who}`, async (model, real) => {
      if (!model.claims.has(who)) return undefined
      const tap = { scanId: newScanId(), typed: await codeOf(real, who), by: kim }
      const { kind } = await real.booth.claims.lookUp(tap)
      return { actual: kind, expected: model.lookUp(who) }
    }),
)

/** Signing up, then passing one mission after the other. */
const arriving = fc.constantFrom(...STRANGERS).map(
  (who) =>
    new Command(`register or pass ${who}`, async (model, real) => {
      const passed = model.passed.get(who) ?? []
      const next = MISSIONS[passed.length]
      if (!real.registered.has(who)) await addAttendee(real.booth.storage, who, false)
      else if (next !== undefined) {
        await passFor(real.booth.storage, who, next)
        model.passed.set(who, [...passed, next])
      }
      real.registered.add(who)
      return undefined
    }),
)

const swapping = fc.record({ person, sku, returned }).map(
  (asked) =>
    new Command(`swap ${asked.person} ${asked.sku} ${asked.returned}`, async (model, real) => {
      if (!model.claims.has(asked.person)) return undefined
      const { kind } = await real.booth.claims.swap({
        scanId: newScanId(),
        typed: await codeOf(real, asked.person),
        by: kim,
        shirt: toShirt(asked.sku),
        returned: asked.returned,
      })
      return { actual: kind, expected: model.swap(asked.person, asked.sku, asked.returned) }
    }),
)

const sending = fc
  .record({
    sku,
    qty,
    how: fc.constantFrom(
      'deliver' as const,
      'holdBack' as const,
      'keepForDay' as const,
      'giveFree' as const,
      'damage' as const,
      'writeOff' as const,
      'writeOffDamaged' as const,
    ),
  })
  .map(
    ({ how, ...asked }) =>
      new Command(`${how} ${asked.qty} ${asked.sku}`, async (model, { booth }) => {
        const change = { ...asked, scanId: newScanId(), by: lead, reason: 'a reason' }
        const { kind } =
          how === 'keepForDay'
            ? await booth.stock.holdBack({
                ...change,
                ...(!model.isSecondDay() && { until: SECOND_DAY }),
              })
            : await booth.stock[how](change)
        const expected = {
          deliver: () => model.deliver(asked.sku, asked.qty),
          writeOff: () => model.writeOff(asked.sku, asked.qty, 'available'),
          writeOffDamaged: () => model.writeOff(asked.sku, asked.qty, 'damaged'),
          ...sends(model, asked),
        }[how]()
        return { actual: kind, expected }
      }),
  )

function sends(model: SmallModel, { sku: which, qty: units }: { sku: string; qty: number }) {
  return {
    holdBack: () => model.send(which, units, ['available', 'heldBack']),
    keepForDay: () => model.keep(which, units),
    giveFree: () => model.giveFree(which, units),
    damage: () => model.send(which, units, ['available', 'damaged']),
  }
}

const recounting = fc
  .record({ sku, difference: fc.integer({ min: -3, max: 2 }), stale: fc.boolean() })
  .map(
    ({ difference, stale, ...asked }) =>
      new Command(
        `recount ${asked.sku} ${difference} ${stale ? 'stale' : ''}`,
        async (model, { booth }) => {
          const onHand = model.onHand(asked.sku)
          const seen = stale ? onHand + 1 : onHand
          const counted = Math.max(0, onHand + difference)
          const recount = {
            ...asked,
            counted,
            seen,
            scanId: newScanId(),
            by: lead,
            reason: 'counted',
            agreed: { freed: 9, waiting: 9 },
          }
          const { kind } = await booth.stock.recount(recount)
          return { actual: kind, expected: model.recount(asked.sku, counted, seen) }
        },
      ),
  )

const giving = sku.map(
  (which) =>
    new Command(`gift ${which}`, async (model, { booth }) => {
      const gift = { scanId: newScanId(), by: lead, shirt: toShirt(which), reason: 'speaker' }
      const { kind } = await booth.claims.giveGift(gift)
      return { actual: kind, expected: model.gift(which, gift.scanId) }
    }),
)

const takingGiftBack = returned.map(
  (how) =>
    new Command(`undo the last gift ${how}`, async (model, { booth }) => {
      const handOver = model.gifts.at(-1)?.scanId
      if (handOver === undefined) return undefined
      const tap = { scanId: newScanId(), by: lead, handOver, returned: how }
      const { kind } = await booth.claims.undo(tap)
      return { actual: kind, expected: model.undoGift(handOver, how) }
    }),
)

/** From the first morning into the second. */
const UNTIL_TOMORROW = 1_381

const passingTime = fc.constantFrom(5, 61, 241, UNTIL_TOMORROW).map(
  (minutes) =>
    new Command(`${minutes} minutes pass`, async (model, real) => {
      await goOn(model, real, minutes)
      return undefined
    }),
)

const restarting = fc.constant(
  new Command('restart', async (_model, real) => {
    await real.booth.storage.close()
    real.booth = await openClaimsBooth(real.place, { clock: real.booth.clock, event: EVENT })
    return undefined
  }),
)

const commands = fc.commands(
  [
    choosing('reserve'),
    choosing('wait'),
    choosing('change'),
    givingUp,
    handingOver('handOver'),
    handingOver('handOverExpired'),
    again,
    undoing,
    swapping,
    sending,
    recounting,
    giving,
    takingGiftBack,
    lookingUp,
    arriving,
    passingTime,
    restarting,
  ],
  { maxCommands: COMMANDS, size: 'max' },
)

describe.each(databases)('claims and stock against a small model, on $name', (database) => {
  test('whatever happens in whatever order, people see what the model says and every promise holds', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const place = await database.newPlace()
        const booth = await openClaimsBooth(place, { event: EVENT })
        const real: Real = { booth, place, registered: new Set(Object.keys(PASSED)) }
        const model = new SmallModel()
        for (const [id, mission] of Object.entries(PASSED)) {
          await addAttendee(booth.storage, id, [mission])
          model.passed.set(id, [mission])
        }
        await fc.asyncModelRun(() => ({ model, real }), steps)
        expect(await brokenPromises(real.booth)).toEqual([])
        await real.booth.storage.close()
      }),
      {
        numRuns: RUNS[database.name],
        ...(OWN_RUNS === undefined && { seed: SEED }),
        endOnFailure: false,
      },
    )
  }, 3_600_000)
})
