import type { Moment } from '../../src/stock/moment.ts'

export const SKUS = ['black-M', 'black-L', 'pink-S', 'mug'] as const
export const FIRST_STOCK = { 'black-M': 2, 'black-L': 1, 'pink-S': 1, mug: 1 }
/** Percent of the first shirts for each later day: one of the black-M. */
export const KEPT_PERCENT = 50
export const PER_DAY = { shirts: 3, mug: 2 }
export const SECOND_DAY = { day: '2026-11-29', opensAt: '2026-11-29T00:30:00.000Z' }

/** What each mission of `events/two-missions.yaml` earns. */
const EARNS: Readonly<Record<string, readonly (keyof typeof PER_DAY)[]>> = {
  quick: ['mug'],
  long: ['shirts', 'mug'],
}

type Units = {
  available: number
  reserved: number
  heldBack: number
  damaged: number
  handed: number
}
export type ModelClaim = {
  state: 'reserved' | 'waiting' | 'handed' | 'expired' | 'cancelled'
  sku: string
  expiresAt: string
  since: string
  reservedAt: string
  /** Of which day it takes a share. */
  countsOn: string
  handedScan?: string
  lastScan?: string
}

/** What the booth should do, one step after the other, without a database. */
export class SmallModel {
  readonly units = Object.fromEntries(
    SKUS.map((sku): [string, Units] => [
      sku,
      { available: FIRST_STOCK[sku], reserved: 0, heldBack: 0, damaged: 0, handed: 0 },
    ]),
  ) as Record<string, Units>
  /** Of those held back, how many the second day's opening frees. */
  readonly kept: Record<string, number> = Object.fromEntries(SKUS.map((sku) => [sku, 0]))
  readonly claims = new Map<string, ModelClaim>()
  /** Missions, by person. */
  readonly passed = new Map<string, string[]>()
  gifts: { sku: string; scanId: string; isOut: boolean }[] = []
  moment: Moment = { at: '', day: '', holdUntil: '', offerUntil: '', lowAt: 0 }

  constructor() {
    for (const sku of SKUS)
      if (prizeOf(sku) === 'shirts')
        this.keep(sku, Math.floor((FIRST_STOCK[sku] * KEPT_PERCENT) / 100))
  }

  of(sku: string): Units {
    return this.units[sku]!
  }

  onHand(sku: string): number {
    const { available, reserved, heldBack, damaged } = this.of(sku)
    return available + reserved + heldBack + damaged
  }

  waitingFor(sku: string): ModelClaim[] {
    return [...this.claims.values()]
      .filter((claim) => claim.state === 'waiting' && claim.sku === sku)
      .toSorted((a, b) => (a.since < b.since ? -1 : 1))
  }

  isSecondDay(): boolean {
    return this.moment.at >= SECOND_DAY.opensAt
  }

  /** The clock has moved: what was kept for the day is free, overdue holds end, and whoever waits is served. */
  settle(moment: Moment): void {
    this.moment = moment
    if (this.isSecondDay()) for (const sku of SKUS) this.freeKept(sku)
    for (const claim of this.claims.values())
      if (claim.state === 'reserved' && claim.expiresAt <= moment.at) {
        claim.state = 'expired'
        this.move(claim.sku, ['reserved', 'available'])
      }
    this.serve()
  }

  serve(): void {
    for (const sku of SKUS)
      for (const claim of this.waitingFor(sku)) {
        if (this.of(sku).available === 0) break
        this.hold(claim, sku, this.moment.offerUntil)
      }
  }

  move(sku: string, [from, to]: readonly [keyof Units, keyof Units], qty = 1): void {
    this.of(sku)[from] -= qty
    this.of(sku)[to] += qty
  }

  hold(claim: ModelClaim, sku: string, until: string): void {
    this.move(sku, ['available', 'reserved'])
    Object.assign(claim, { state: 'reserved', sku, expiresAt: until, reservedAt: this.moment.at })
  }

  reserve(person: string, sku: string): string {
    const refusal = this.whyNoClaim(person, sku)
    if (refusal !== undefined) return refusal
    if (this.of(sku).available === 0) return 'out-of-stock'
    this.hold(this.begin(person, sku), sku, this.moment.holdUntil)
    return 'reserved'
  }

  wait(person: string, sku: string): string {
    const claim = this.claims.get(person)
    if (claim?.state === 'waiting') return this.waitElsewhere(person, claim, sku)
    return this.whyNoClaim(person, sku) ?? this.holdOrWait(this.begin(person, sku), sku)
  }

  change(person: string, sku: string): string {
    const claim = this.claims.get(person)
    if (!claim || claim.state === 'cancelled') return 'no-claim'
    if (claim.state === 'handed') return 'already-handed-over'
    if (claim.state === 'expired') return 'expired'
    if (claim.sku === sku) return 'unchanged'
    const refusal = this.whyNoOther(person, claim, sku)
    if (refusal !== undefined) return refusal
    if (this.of(sku).available === 0) return 'out-of-stock'
    this.goOver(claim, sku)
    this.take(claim, sku)
    return 'changed'
  }

  giveUp(person: string): string {
    const claim = this.claims.get(person)
    if (claim?.state === 'handed') return 'handed'
    if (claim?.state !== 'reserved' && claim?.state !== 'waiting') return 'no-claim'
    if (claim.state === 'reserved') this.move(claim.sku, ['reserved', 'available'])
    claim.state = 'cancelled'
    this.serve()
    return 'cancelled'
  }

  handOver(person: string, scanId: string): string {
    const claim = this.claims.get(person)!
    if (claim.state === 'handed') return 'already-handed-over'
    if (claim.state !== 'reserved') return claim.state
    this.move(claim.sku, ['reserved', 'handed'])
    Object.assign(claim, { state: 'handed', handedScan: scanId, lastScan: scanId })
    return 'handed-over'
  }

  handOverExpired(person: string, scanId: string): string {
    const claim = this.claims.get(person)!
    if (claim.state !== 'expired') return this.handOver(person, scanId)
    if (this.of(claim.sku).available === 0) return 'out-of-stock'
    this.hold(claim, claim.sku, this.moment.holdUntil)
    return this.handOver(person, scanId)
  }

  undo(person: string, returned: 'good' | 'damaged'): string {
    const claim = this.claims.get(person)!
    if (claim.state !== 'handed') return 'already-undone'
    Object.assign(claim, { handedScan: undefined })
    if (returned === 'good') {
      this.move(claim.sku, ['handed', 'reserved'])
      Object.assign(claim, { state: 'reserved', expiresAt: this.moment.holdUntil })
      return 'undone'
    }
    this.move(claim.sku, ['handed', 'damaged'])
    if (this.of(claim.sku).available === 0)
      Object.assign(claim, { state: 'waiting', since: claim.reservedAt })
    else {
      // It keeps its place among the reservations: the unit is another, the hold is not.
      this.move(claim.sku, ['available', 'reserved'])
      Object.assign(claim, { state: 'reserved', expiresAt: this.moment.holdUntil })
    }
    return 'undone'
  }

  undoGift(scanId: string, returned: 'good' | 'damaged'): string {
    const gift = this.gifts.find((each) => each.scanId === scanId)!
    if (!gift.isOut) return 'already-undone'
    gift.isOut = false
    this.move(gift.sku, ['handed', returned === 'good' ? 'available' : 'damaged'])
    this.serve()
    return 'undone'
  }

  /** What a look-up says. */
  lookUp(person: string): string {
    const { state } = this.claims.get(person)!
    return { reserved: 'ready', handed: 'already-handed-over' }[state as string] ?? state
  }

  swap(person: string, sku: string, returned: 'good' | 'damaged'): string {
    const claim = this.claims.get(person)!
    const refusal = whyNoSwap(claim, sku, returned)
    if (refusal !== undefined) return refusal
    if (claim.state !== 'handed') return this.take(claim, sku) ? 'swapped' : 'out-of-stock'
    return this.swapHanded(claim, sku, returned) ? 'swapped' : 'out-of-stock'
  }

  gift(sku: string, scanId: string): string {
    if (this.of(sku).available === 0) return 'out-of-stock'
    this.move(sku, ['available', 'handed'])
    this.gifts.push({ sku, scanId, isOut: true })
    return 'given'
  }

  deliver(sku: string, qty: number): string {
    this.of(sku).available += qty
    this.serve()
    return 'done'
  }

  send(sku: string, qty: number, [from, to]: readonly [keyof Units, keyof Units]): string {
    if (this.of(sku)[from] < qty) return 'not-enough'
    this.move(sku, [from, to], qty)
    this.serve()
    return 'done'
  }

  /** Held back until the second day opens, or until somebody gives them free. */
  keep(sku: string, qty: number): string {
    const said = this.send(sku, qty, ['available', 'heldBack'])
    if (said === 'done' && !this.isSecondDay()) this.kept[sku]! += qty
    return said
  }

  giveFree(sku: string, qty: number): string {
    const said = this.send(sku, qty, ['heldBack', 'available'])
    this.forgetKept(sku)
    return said
  }

  /** Out of the booth for good. */
  writeOff(sku: string, qty: number, from: 'available' | 'damaged'): string {
    if (this.of(sku)[from] < qty) return 'not-enough'
    this.of(sku)[from] -= qty
    return 'done'
  }

  recount(sku: string, counted: number, seen: number): string {
    const units = this.of(sku)
    if (seen !== this.onHand(sku)) return 'conflict'
    if (counted < units.damaged) return 'fewer-than-damaged'
    units.available += counted - seen
    while (units.available < 0 && units.heldBack > 0) this.move(sku, ['heldBack', 'available'])
    this.forgetKept(sku)
    while (units.available < 0) {
      const newest = [...this.claims.values()]
        .filter((claim) => claim.state === 'reserved' && claim.sku === sku)
        .toSorted((a, b) => (a.reservedAt < b.reservedAt ? 1 : -1))[0]!
      Object.assign(newest, { state: 'waiting', since: newest.reservedAt })
      this.move(sku, ['reserved', 'available'])
    }
    this.serve()
    return 'recounted'
  }

  /** What is left of today's shares, in the order of the event file. */
  shares(): { prize: string; left: number }[] {
    return (['shirts', 'mug'] as const).map((prize) => ({
      prize,
      left: Math.max(0, PER_DAY[prize] - this.countingToday(prize).length),
    }))
  }

  private countingToday(prize: string): ModelClaim[] {
    return [...this.claims.values()].filter(
      (claim) =>
        isLiving(claim) && claim.countsOn === this.moment.day && prizeOf(claim.sku) === prize,
    )
  }

  private whyNoClaim(person: string, sku: string): string | undefined {
    const claim = this.claims.get(person)
    const refusal = this.whyNotEarned(person, sku)
    if (refusal !== undefined) return refusal
    if (claim && isLiving(claim)) return 'already-claimed'
    return this.isDayFull(sku) ? 'day-full' : undefined
  }

  /** Another colour or size needs no other pass and no other share. */
  private whyNoOther(person: string, claim: ModelClaim, sku: string): string | undefined {
    if (prizeOf(claim.sku) === prizeOf(sku)) return undefined
    return this.whyNotEarned(person, sku) ?? (this.isDayFull(sku) ? 'day-full' : undefined)
  }

  private whyNotEarned(person: string, sku: string): string | undefined {
    const passed = this.passed.get(person) ?? []
    if (passed.length === 0) return 'not-passed'
    return passed.some((mission) => EARNS[mission]?.includes(prizeOf(sku)))
      ? undefined
      : 'not-earned'
  }

  private isDayFull(sku: string): boolean {
    return this.countingToday(prizeOf(sku)).length >= PER_DAY[prizeOf(sku)]
  }

  private goOver(claim: ModelClaim, sku: string): void {
    if (prizeOf(claim.sku) !== prizeOf(sku)) claim.countsOn = this.moment.day
  }

  private waitElsewhere(person: string, claim: ModelClaim, sku: string): string {
    if (claim.sku === sku) return 'waiting'
    const refusal = this.whyNoOther(person, claim, sku)
    if (refusal !== undefined) return refusal
    this.goOver(claim, sku)
    return this.holdOrWait(claim, sku)
  }

  private freeKept(sku: string): void {
    this.move(sku, ['heldBack', 'available'], this.kept[sku])
    this.kept[sku] = 0
  }

  /** What was given free before its day is not freed again out of what is held back later. */
  private forgetKept(sku: string): void {
    this.kept[sku] = Math.min(this.kept[sku]!, this.of(sku).heldBack)
  }

  private swapHanded(claim: ModelClaim, sku: string, returned: 'good' | 'damaged'): boolean {
    if (this.of(sku).available === 0) return false
    this.move(claim.sku, ['handed', returned === 'damaged' ? 'damaged' : 'available'])
    this.move(sku, ['available', 'handed'])
    claim.sku = sku
    this.serve()
    return true
  }

  private holdOrWait(claim: ModelClaim, sku: string): string {
    if (this.of(sku).available > 0) {
      this.hold(claim, sku, this.moment.holdUntil)
      return 'reserved'
    }
    Object.assign(claim, { state: 'waiting', sku, since: this.moment.at })
    return 'waiting'
  }

  private begin(person: string, sku: string): ModelClaim {
    const unknown = { state: 'cancelled', sku, expiresAt: '', since: '', reservedAt: '' } as const
    const claim = this.claims.get(person) ?? { ...unknown, countsOn: '' }
    claim.countsOn = this.moment.day
    this.claims.set(person, claim)
    return claim
  }

  /** Another shirt for a claim that is not handed over; a reservation keeps its end. */
  private take(claim: ModelClaim, sku: string): boolean {
    if (this.of(sku).available === 0) return false
    const isReserved = claim.state === 'reserved'
    if (isReserved) this.move(claim.sku, ['reserved', 'available'])
    this.hold(claim, sku, isReserved ? claim.expiresAt : this.moment.holdUntil)
    this.serve()
    return true
  }
}

function isLiving({ state }: ModelClaim): boolean {
  return state === 'reserved' || state === 'waiting' || state === 'handed'
}

function prizeOf(sku: string): keyof typeof PER_DAY {
  return sku === 'mug' ? 'mug' : 'shirts'
}

/** A damaged shirt may be exchanged for the same one in good order. */
function whyNoSwap(claim: ModelClaim, sku: string, returned: 'good' | 'damaged') {
  if (prizeOf(claim.sku) !== prizeOf(sku)) return 'unknown-shirt'
  if (claim.state === 'cancelled') return claim.state
  const exchanged = claim.state === 'handed' && returned === 'damaged'
  return claim.sku === sku && !exchanged ? 'same-shirt' : undefined
}
