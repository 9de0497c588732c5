import type { Pick } from '../shared/symbols.ts'

/** Unsigned 32-bit steps of the mulberry32 generator: small, even, and the same on every machine. */
const STEP = 0x6d2b79f5
const RANGE = 2 ** 32

/** Numbers that only look random: the same seed gives the same ones. Never for secrets. */
export function createSeededPick(seed: number): Pick {
  let state = seed >>> 0
  return (max) => {
    state = (state + STEP) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / RANGE) * max)
  }
}

/** A sequence of its own, so that what one person draws never depends on what another does. */
export function forkPick(pick: Pick): Pick {
  return createSeededPick(pick(RANGE - 1))
}

/** The same things in an order drawn by `pick`. */
export function shuffle<Thing>(things: readonly Thing[], pick: Pick): Thing[] {
  const rest = [...things]
  return things.flatMap(() => rest.splice(pick(rest.length), 1))
}

/** One of them, each as likely as its share of the list. */
export function drawOne<Thing>(things: readonly [Thing, ...Thing[]], pick: Pick): Thing {
  return things[pick(things.length)] ?? things[0]
}
