import { describe, expect, test } from '@jest/globals'
import {
  addAttendee,
  blackL,
  blackM,
  brokenPromises,
  lead,
  lineOf,
  newScanId,
  openInstances,
  reserveFor,
  type ClaimsBooth,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

const INSTANCES = 3

/** Each race is run twice: everybody at once, and one after the other. */
const ways = [
  {
    way: 'all at once',
    run: <Result>(senders: readonly (() => Promise<Result>)[]) =>
      Promise.all(senders.map((send) => send())),
  },
  {
    way: 'one in turn',
    run: async <Result>(senders: readonly (() => Promise<Result>)[]) => {
      const results: Result[] = []
      for (const send of senders) results.push(await send())
      return results
    },
  },
]

const races = databases.flatMap((database) => ways.map((way) => ({ database, ...way })))

describe.each(races)('on $database.name, $way', ({ database, run }) => {
  const open = (stock: Record<string, number>) =>
    openInstances(database, { instances: INSTANCES, stock })
  /** `count` senders, spread over the instances. */
  const senders = <Result>(
    booths: readonly ClaimsBooth[],
    count: number,
    send: (booth: ClaimsBooth, number: number) => Promise<Result>,
  ) =>
    Array.from(
      { length: count },
      (_, number) => () => send(booths[number % booths.length]!, number),
    )
  const phone = (number: number) =>
    ({ person: 'kim', device: `phone-${number}`, role: 'scan' }) as const
  const kindsOf = (outcomes: readonly { kind: string }[]) =>
    Object.fromEntries(
      [...new Set(outcomes.map(({ kind }) => kind))].map((kind) => [
        kind,
        outcomes.filter((outcome) => outcome.kind === kind).length,
      ]),
    )

  test('one code on many phones: one hand-over, and everybody else learns whose', async () => {
    const booths = await open({ 'black-M': 3 })
    const typed = await reserveFor(booths[0], 'ann', 'black-M')
    const outcomes = await run(
      senders(booths, 16, (booth, number) =>
        booth.claims.handOver({ scanId: newScanId(), typed, by: phone(number) }),
      ),
    )
    expect(kindsOf(outcomes)).toEqual({ 'handed-over': 1, 'already-handed-over': 15 })
    const winner = outcomes.findIndex(({ kind }) => kind === 'handed-over')
    for (const outcome of outcomes)
      if (outcome.kind === 'already-handed-over')
        expect(outcome.handOver.device.id).toBe(`phone-${winner}`)
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ available: 2, handed: 1 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('one scan id many times: one effect, and the same green for all', async () => {
    const booths = await open({ 'black-M': 3 })
    const typed = await reserveFor(booths[0], 'ann', 'black-M')
    const tap = { scanId: newScanId(), typed, by: phone(1) }
    const outcomes = await run(senders(booths, 8, (booth) => booth.claims.handOver(tap)))
    expect(kindsOf(outcomes)).toEqual({ 'handed-over': 8 })
    expect(outcomes.filter((outcome) => !('repeated' in outcome))).toHaveLength(1)
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ handed: 1 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('one scan id with several codes: one of them, the others are misuse', async () => {
    const booths = await open({ 'black-M': 4 })
    const codes: string[] = []
    for (const id of ['a', 'b', 'c', 'd']) codes.push(await reserveFor(booths[0], id, 'black-M'))
    const scanId = newScanId()
    const outcomes = await run(
      senders(booths, 4, (booth, number) =>
        booth.claims.handOver({ scanId, typed: codes[number]!, by: phone(1) }),
      ),
    )
    expect(kindsOf(outcomes)).toEqual({ 'handed-over': 1, misuse: 3 })
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ reserved: 3, handed: 1 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('the last shirts: as many reserved as there are, never more', async () => {
    const booths = await open({ 'black-M': 3 })
    for (let number = 0; number < 12; number++)
      await addAttendee(booths[0].storage, `person-${number}`)
    const outcomes = await run(
      senders(booths, 12, (booth, number) =>
        booth.claims.reserve({ registrationId: `person-${number}`, shirt: blackM }),
      ),
    )
    expect(kindsOf(outcomes)).toEqual({ reserved: 3, 'out-of-stock': 9 })
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ available: 0, reserved: 3 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('one person on many devices reserves one shirt', async () => {
    const booths = await open({ 'black-M': 5, 'black-L': 5 })
    await addAttendee(booths[0].storage, 'ann')
    const outcomes = await run(
      senders(booths, 8, (booth, number) =>
        booth.claims.reserve({ registrationId: 'ann', shirt: number % 2 ? blackM : blackL }),
      ),
    )
    expect(kindsOf(outcomes)).toEqual({ reserved: 1, 'already-claimed': 7 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('reserving against a recount: nothing is promised that was not counted', async () => {
    const booths = await open({ 'black-M': 4 })
    for (let number = 0; number < 6; number++) await addAttendee(booths[0].storage, `p-${number}`)
    await run<{ kind: string }>(
      senders<{ kind: string }>(booths, 8, (booth, number) =>
        number % 4 === 3
          ? booth.stock.recount({
              scanId: newScanId(),
              by: lead,
              sku: 'black-M',
              counted: 2,
              seen: 4,
              reason: 'two were never delivered',
              agreed: { freed: 0, waiting: 4 },
            })
          : booth.claims.reserve({
              registrationId: `p-${number - Math.floor(number / 4)}`,
              shirt: blackM,
            }),
      ),
    )
    const line = await lineOf(booths[0], 'black-M')
    expect(line.available + line.reserved).toBe(2)
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('handing over against a recount: the count stands or is refused', async () => {
    const booths = await open({ 'black-M': 3 })
    const codes: string[] = []
    for (const id of ['a', 'b', 'c']) codes.push(await reserveFor(booths[0], id, 'black-M'))
    const outcomes = await run<{ kind: string }>(
      senders<{ kind: string }>(booths, 4, (booth, number) =>
        number === 1
          ? booth.stock.recount({
              scanId: newScanId(),
              by: lead,
              sku: 'black-M',
              counted: 1,
              seen: 3,
              reason: 'two are gone',
              agreed: { freed: 0, waiting: 3 },
            })
          : booth.claims.handOver({
              scanId: newScanId(),
              typed: codes[number === 0 ? 0 : number - 1]!,
              by: phone(number),
            }),
      ),
    )
    const { handed, available, reserved } = await lineOf(booths[0], 'black-M')
    const recounted = outcomes[1]?.kind === 'recounted'
    expect(handed + available + reserved).toBe(recounted ? 1 : 3)
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('a swap against an undo: both or one, and every unit is accounted for', async () => {
    const booths = await open({ 'black-M': 1, 'black-L': 1 })
    const typed = await reserveFor(booths[0], 'ann', 'black-M')
    const handOver = newScanId()
    await booths[0].claims.handOver({ scanId: handOver, typed, by: phone(0) })
    const outcomes = await run<{ kind: string }>(
      senders<{ kind: string }>(booths, 6, (booth, number) =>
        number % 2
          ? booth.claims.undo({ scanId: newScanId(), by: lead, handOver })
          : booth.claims.swap({ scanId: newScanId(), typed, by: lead, shirt: blackL }),
      ),
    )
    const kinds = kindsOf(outcomes)
    expect(kinds).toMatchObject({ undone: 1, swapped: 1 })
    expect(await booths[0].claims.claimOf('ann')).toMatchObject({
      state: 'reserved',
      shirt: blackL,
    })
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ available: 1, handed: 0 })
    expect(await lineOf(booths[0], 'black-L')).toMatchObject({ available: 0, reserved: 1 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('an expiry against a hand-over: the unit is handed over or goes to the next, not both', async () => {
    const booths = await open({ 'black-M': 1 })
    const typed = await reserveFor(booths[0], 'ann', 'black-M')
    await addAttendee(booths[0].storage, 'bob')
    booths[0].clock.goOn(239)
    const minuteLater = booths[1]!.later(1)
    const [handed, reserved] = await run<{ kind: string }>([
      () => booths[0].claims.handOver({ scanId: newScanId(), typed, by: phone(0) }),
      () => minuteLater.claims.reserve({ registrationId: 'bob', shirt: blackM }),
    ])
    expect([handed?.kind, reserved?.kind]).toEqual(
      handed?.kind === 'handed-over' ? ['handed-over', 'out-of-stock'] : ['expired', 'reserved'],
    )
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('two people swap shirts with each other at once: no deadlock, nothing lost', async () => {
    const booths = await open({ 'black-M': 2, 'black-L': 2 })
    const ann = await reserveFor(booths[0], 'ann', 'black-M')
    const bob = await reserveFor(booths[0], 'bob', 'black-L')
    const outcomes = await run(
      senders(booths, 6, (booth, number) =>
        booth.claims.swap({
          scanId: newScanId(),
          typed: number % 2 ? ann : bob,
          by: phone(number),
          shirt: number % 2 ? blackL : blackM,
        }),
      ),
    )
    expect(kindsOf(outcomes)).toEqual({ swapped: 2, 'same-shirt': 4 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })

  test('a unit that returns while others join the waiting list is never left lying', async () => {
    const booths = await open({ 'black-M': 1 })
    await reserveFor(booths[0], 'ann', 'black-M')
    for (let number = 0; number < 5; number++) await addAttendee(booths[0].storage, `w-${number}`)
    await run<unknown>(
      senders<unknown>(booths, 6, (booth, number) =>
        number === 3
          ? booth.claims.giveUpClaim('ann')
          : booth.claims.waitForShirt({ registrationId: `w-${number % 5}`, shirt: blackM }),
      ),
    )
    expect(await lineOf(booths[0], 'black-M')).toMatchObject({ available: 0, reserved: 1 })
    expect(await brokenPromises(booths[0])).toEqual([])
  })
})
