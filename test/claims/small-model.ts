import type { Moment } from '../../src/stock/moment.ts'

export const SKUS = ['black-M', 'black-L', 'pink-S'] as const
export const FIRST_STOCK = { 'black-M': 2, 'black-L': 1, 'pink-S': 1 }

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
  readonly claims = new Map<string, ModelClaim>()
  readonly passed = new Set<string>()
  gifts: { sku: string; scanId: string; isOut: boolean }[] = []
  moment: Moment = { at: '', day: '', holdUntil: '', offerUntil: '', lowAt: 0 }

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

  /** The clock has moved: overdue holds end, and whoever waits is served. */
  settle(moment: Moment): void {
    this.moment = moment
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
    const claim = this.claims.get(person)
    if (!this.passed.has(person)) return 'not-passed'
    if (claim && isLiving(claim)) return 'already-claimed'
    if (this.of(sku).available === 0) return 'out-of-stock'
    this.hold(this.begin(person, sku), sku, this.moment.holdUntil)
    return 'reserved'
  }

  wait(person: string, sku: string): string {
    if (!this.passed.has(person)) return 'not-passed'
    const claim = this.claims.get(person)
    if (claim?.state === 'waiting' && claim.sku === sku) return 'waiting'
    if (claim && isLiving(claim) && claim.state !== 'waiting') return 'already-claimed'
    return this.holdOrWait(this.begin(person, sku), sku)
  }

  change(person: string, sku: string): string {
    const claim = this.claims.get(person)
    if (!claim || claim.state === 'cancelled') return 'no-claim'
    if (claim.state === 'handed') return 'already-handed-over'
    if (claim.state === 'expired') return 'expired'
    if (claim.sku === sku) return 'unchanged'
    return this.take(claim, sku) ? 'changed' : 'out-of-stock'
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
    const known = this.claims.get(person)
    if (known) return known
    const claim: ModelClaim = { state: 'cancelled', sku, expiresAt: '', since: '', reservedAt: '' }
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

/** A damaged shirt may be exchanged for the same one in good order. */
function whyNoSwap(claim: ModelClaim, sku: string, returned: 'good' | 'damaged') {
  if (claim.state === 'cancelled') return claim.state
  const exchanged = claim.state === 'handed' && returned === 'damaged'
  return claim.sku === sku && !exchanged ? 'same-shirt' : undefined
}
