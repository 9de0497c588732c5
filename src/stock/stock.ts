import type { Event } from '../event/event.ts'
import { forecastOf, observedSince, type Forecast } from './forecast.ts'
import { toCountSheet, sheetBegins, type CountSheet } from './count-sheet.ts'
import type { Flow, LedgerPage } from './ledger.ts'
import type { Clock, Moment } from './moment.ts'
import { createRecount, type Recount, type RecountOutcome } from './recount.ts'
import type { Shirt, Sku } from './sku.ts'
import {
  createStockChanges,
  type StockChangeKind,
  type StoredChange,
  type StoredOutcome,
} from './stock-change.ts'

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

/** A line of stock with what is to be expected of it. `lowSince`: when it was told to be low, while it is. */
export type WatchedLine = StockLine & { forecast: Forecast; low: boolean; lowSince?: string }

/** What we ask of storage. */
export type StockStore = {
  /** Every sku, in the order of the event file. */
  overview(at: string): Promise<readonly StockLine[]>
  find(sku: Sku, at: string): Promise<StockLine | undefined>
  recount(recount: Recount & { moment: Moment }): Promise<RecountOutcome>
  change(kind: StockChangeKind, change: StoredChange): Promise<StoredOutcome>
  /** The ledger of one sku, newest first; `before`: a page's `next`. */
  ledger(sku: Sku, before?: number): Promise<LedgerPage>
  /** What moved since `since`, summed up. */
  flows(since: string): Promise<readonly Flow[]>
  /** When each sku was told to be low last. */
  toldLow(): Promise<ReadonlyMap<Sku, string>>
}

export type StockPorts = {
  stock: StockStore
  clock: Clock
  event: Pick<Event, 'days' | 'timeZone'>
}

/** What the booth has, what becomes of it, and what it does with it. */
export function createStock(ports: StockPorts) {
  const { stock, clock } = ports
  return {
    ...createStockChanges(ports),
    ...createRecount(ports),
    overview: () => stock.overview(clock().at),
    /** For the choose page and the wall. */
    stockLeft: async (): Promise<readonly ShirtLeft[]> =>
      (await stock.overview(clock().at)).map(({ sku, colour, size, left }) => ({
        sku,
        colour,
        size,
        left,
      })),
    watch: () => watch(ports),
    ledger: (sku: Sku, before?: number) => stock.ledger(sku, before),
    countSheet: () => countSheet(ports),
  }
}
export type Stock = ReturnType<typeof createStock>

/** Every sku with its forecast, and whether it is low. */
async function watch({ stock, clock, event }: StockPorts): Promise<readonly WatchedLine[]> {
  const { at, lowAt } = clock()
  const [lines, flows, told] = await Promise.all([
    stock.overview(at),
    stock.flows(observedSince(at, event)),
    stock.toldLow(),
  ])
  return lines.map((line) => {
    const forecast = forecastOf(line, flows, { at, event })
    const low = line.available <= lowAt && line.onHand + line.handed > 0
    const lowSince = low ? told.get(line.sku) : undefined
    return { ...line, forecast, low, ...(lowSince !== undefined && { lowSince }) }
  })
}

/** What should lie there at the end of the day, and which movements made it so. */
async function countSheet({ stock, clock, event }: StockPorts): Promise<CountSheet> {
  const { at } = clock()
  const since = sheetBegins(at, event)
  const [lines, flows] = await Promise.all([stock.overview(at), stock.flows(since)])
  return { since, at, lines: lines.map((line) => toCountSheet(line, flows)) }
}
