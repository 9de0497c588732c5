import type { Event } from '../event/event.ts'
import { openings } from '../event/opening-hours.ts'
import type { Flow } from './ledger.ts'
import type { StockLine } from './stock.ts'

/**
 * One sku of the sheet. `morning` + `delivered` − `handed` + `corrected` = `expected`: what lay there when the day began,
 * what came, what went to attendees (less what was taken back), what was written off or recounted, and what should lie
 * there now.
 */
export type SheetLine = {
  line: StockLine
  morning: number
  delivered: number
  handed: number
  corrected: number
  expected: number
}

export type CountSheet = { since: string; at: string; lines: readonly SheetLine[] }

const HOUR = 3_600_000
/** Boxes are opened before the doors are. */
const BEFORE_OPENING = 3 * HOUR

/** When the day of the sheet began, a while before its opening: today's, or in the night that of the day before. */
export function sheetBegins(at: string, event: Pick<Event, 'days' | 'timeZone'>): string {
  const begun = openings(event)
    .map(({ from }) => from - BEFORE_OPENING)
    .filter((from) => from <= Date.parse(at))
  return new Date(begun.at(-1) ?? 0).toISOString()
}

/** @param flows movements since {@link sheetBegins} */
export function toCountSheet(line: StockLine, flows: readonly Flow[]): SheetLine {
  const own = flows.filter(({ sku }) => sku === line.sku)
  const delivered = net(own, (flow) => flow.kind === 'deliver')
  const handed = -net(own, ({ from, to }) => from === 'handed' || to === 'handed')
  const all = net(own, () => true)
  return {
    line,
    morning: line.onHand - all,
    delivered,
    handed,
    corrected: all - delivered + handed,
    expected: line.onHand,
  }
}

/** How these flows changed what is on hand. */
function net(flows: readonly Flow[], counts: (flow: Flow) => boolean): number {
  const onHand = (state: string) => state !== 'outside' && state !== 'handed'
  return flows
    .filter(counts)
    .reduce((sum, { from, to, qty }) => sum + (onHand(to) ? qty : 0) - (onHand(from) ? qty : 0), 0)
}
