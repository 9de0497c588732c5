import { mayCorrect } from '../shared/desk-actor.ts'
import type { Clock } from './moment.ts'
import type { Sku } from './sku.ts'
import type { StockLine, StockStore } from './stock.ts'
import type { Misuse, Tap } from './tap.ts'

/** What a count that is too small would do: held-back units given free, then the newest reservations wait again. */
export type Shortage = { freed: number; waiting: number }

/** `counted`: what lies there; `seen`: the `onHand` that the lead saw when counting. */
export type Recount = Tap & {
  sku: Sku
  counted: number
  seen: number
  reason: string
  /** What the lead was shown and agreed to; missing: nothing yet. */
  agreed?: Shortage
}

/** A reservation that would have to wait, or waits now. */
export type SentToWait = { claimId: string; nickname: string; tag: string }

export type RecountOutcome =
  /** `nowWaiting`: the newest reservations, for which no shirt is there; they wait now. */
  | { kind: 'recounted'; line: StockLine; freed: number; nowWaiting: readonly SentToWait[] }
  /** More would follow than was agreed to: nothing was saved, the lead is asked. */
  | { kind: 'short'; freed: number; wouldWait: readonly SentToWait[] }
  /** Something moved since the count: nothing was saved. */
  | { kind: 'conflict'; seen: number; onHand: number }
  /** More units are on record as damaged than were counted: write those off first. */
  | { kind: 'fewer-than-damaged'; damaged: number }
  | { kind: 'unknown-shirt' | 'no-reason' | 'not-allowed' }
  | Misuse

/** One line of a count sheet: the numbers of one sku. */
export type CountedLine = Pick<Recount, 'sku' | 'counted' | 'seen'>
export type CountedSheet = Tap & { reason: string; lines: readonly CountedLine[] }
export type SheetOutcome = CountedLine & { outcome: RecountOutcome }

/** Leads correct what is available by counting. */
export function createRecount({ stock, clock }: { stock: StockStore; clock: Clock }) {
  const recount = async (asked: Recount): Promise<RecountOutcome> => {
    if (!mayCorrect(asked.by)) return { kind: 'not-allowed' }
    if (asked.reason.trim() === '') return { kind: 'no-reason' }
    return stock.recount({ ...asked, moment: clock() })
  }
  return {
    recount,
    /** Each line by itself, so that one conflict does not throw the evening's counting away. */
    recountAll: async ({ lines, ...tap }: CountedSheet): Promise<readonly SheetOutcome[]> => {
      const outcomes: SheetOutcome[] = []
      for (const line of lines) {
        const scanId = `${tap.scanId}.${line.sku}`
        outcomes.push({ ...line, outcome: await recount({ ...tap, ...line, scanId }) })
      }
      return outcomes
    },
  }
}
