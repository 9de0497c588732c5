import { mayCorrect } from '../shared/desk-actor.ts'
import type { Clock, Moment } from './moment.ts'
import type { Shirt, Sku } from './sku.ts'
import type { Misuse, Tap } from './tap.ts'

/** One colour and size. `onHand` = available + reserved + heldBack + damaged; holds that ended count as available. */
export type StockLine = ShirtLeft & {
  available: number
  reserved: number
  heldBack: number
  damaged: number
  handed: number
  onHand: number
  waiting: number
}

/** `left`: what a newcomer can take now, that is what is available beyond those who wait for it. */
export type ShirtLeft = Shirt & { sku: Sku; left: number }

/** `qty` is a positive whole number. */
export type StockChange = Tap & { sku: Sku; qty: number; reason?: string }
export type StockChangeKind =
  'deliver' | 'write-off' | 'write-off-damaged' | 'hold-back' | 'give-free' | 'damage'

export type StockOutcome =
  | { kind: 'done'; line: StockLine }
  /** There are not so many units in that state. */
  | { kind: 'not-enough'; line: StockLine }
  | { kind: 'unknown-shirt' | 'no-reason' | 'not-allowed' }
  | Misuse

/** `counted`: what lies there; `seen`: the `onHand` that the lead saw when counting. */
export type Recount = Tap & { sku: Sku; counted: number; seen: number; reason: string }

export type RecountOutcome =
  /** `nowWaiting`: the newest reservations, for which no shirt is there; they wait now, by claim id. */
  | { kind: 'recounted'; line: StockLine; freed: number; nowWaiting: readonly string[] }
  /** Something moved since the count: nothing was saved. */
  | { kind: 'conflict'; seen: number; onHand: number }
  /** More units are on record as damaged than were counted: write those off first. */
  | { kind: 'fewer-than-damaged'; damaged: number }
  | { kind: 'unknown-shirt' | 'no-reason' | 'not-allowed' }
  | Misuse

/** What we ask of storage. */
export type StockStore = {
  /** Every colour and size, in the order of the event file. */
  overview(at: string): Promise<readonly StockLine[]>
  recount(recount: Recount & { moment: Moment }): Promise<RecountOutcome>
  change(kind: StockChangeKind, change: StockChange & { moment: Moment }): Promise<StockOutcome>
}

/** What the booth does with its stock. Leads only, except `damage`. */
export function createStock({ stock, clock }: { stock: StockStore; clock: Clock }) {
  const change =
    (kind: StockChangeKind) =>
    async (asked: StockChange): Promise<StockOutcome> => {
      if (kind !== 'damage' && !mayCorrect(asked.by)) return { kind: 'not-allowed' }
      if (needsReason(kind) && !asked.reason?.trim()) return { kind: 'no-reason' }
      return stock.change(kind, { ...asked, moment: clock() })
    }
  return {
    overview: () => stock.overview(clock().at),
    /** For the choose page and the wall. */
    stockLeft: async (): Promise<readonly ShirtLeft[]> =>
      (await stock.overview(clock().at)).map(({ sku, colour, size, left }) => ({
        sku,
        colour,
        size,
        left,
      })),
    recount: async (asked: Recount): Promise<RecountOutcome> => {
      if (!mayCorrect(asked.by)) return { kind: 'not-allowed' }
      if (asked.reason.trim() === '') return { kind: 'no-reason' }
      return stock.recount({ ...asked, moment: clock() })
    },
    deliver: change('deliver'),
    writeOff: change('write-off'),
    writeOffDamaged: change('write-off-damaged'),
    holdBack: change('hold-back'),
    giveFree: change('give-free'),
    damage: change('damage'),
  }
}
export type Stock = ReturnType<typeof createStock>

function needsReason(kind: StockChangeKind): boolean {
  return kind.startsWith('write-off') || kind === 'damage'
}
