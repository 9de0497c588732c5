import { mayCorrect } from '../shared/desk-actor.ts'
import type { LaterDay } from './kept-units.ts'
import type { Clock, Moment } from './moment.ts'
import type { Sku } from './sku.ts'
import type { StockLine, StockStore } from './stock.ts'
import type { Misuse, Tap } from './tap.ts'

export type StockChangeKind =
  'deliver' | 'write-off' | 'write-off-damaged' | 'hold-back' | 'give-free' | 'damage'

/** `qty` is a positive whole number. */
export type Units = { sku: Sku; qty: number }

/** `until`: held back until that day opens; missing: until a lead gives the units free. */
export type StockChange = Tap & Units & { reason?: string; until?: LaterDay }
/** Boxes that arrive together. `note` is what stands on the delivery note. */
export type Delivery = Tap & { lines: readonly Units[]; note: string }

export type StockOutcome =
  | { kind: 'done'; line: StockLine }
  /** There are not so many units in that state. */
  | { kind: 'not-enough'; line: StockLine }
  | { kind: 'unknown-shirt' | 'no-reason' | 'not-allowed' }
  | Misuse

export type DeliveryOutcome =
  { kind: 'done' | 'unknown-shirt' | 'no-reason' | 'nothing' | 'not-allowed' } | Misuse

/** One or many lines of one kind, as the store takes them. */
export type StoredChange = Tap & {
  lines: readonly Units[]
  reason?: string
  until?: LaterDay
  moment: Moment
}
export type StoredOutcome = { kind: 'done' | 'not-enough' | 'unknown-shirt' } | Misuse

type Ports = { stock: StockStore; clock: Clock }

/** Units come, go, break or are kept. Leads only, except `damage`. */
export function createStockChanges(ports: Ports) {
  const change = (kind: StockChangeKind) => (asked: StockChange) => changeOne(ports, kind, asked)
  return {
    deliver: change('deliver'),
    writeOff: change('write-off'),
    writeOffDamaged: change('write-off-damaged'),
    holdBack: change('hold-back'),
    giveFree: change('give-free'),
    damage: change('damage'),
    takeDelivery: (delivery: Delivery) => takeDelivery(ports, delivery),
  }
}

async function changeOne(
  { stock, clock }: Ports,
  kind: StockChangeKind,
  { sku, qty, ...asked }: StockChange,
): Promise<StockOutcome> {
  if (kind !== 'damage' && !mayCorrect(asked.by)) return { kind: 'not-allowed' }
  if (lacksReason(kind, asked.reason)) return { kind: 'no-reason' }
  const moment = clock()
  const stored = await stock.change(kind, { ...asked, lines: [{ sku, qty }], moment })
  if (stored.kind === 'misuse' || stored.kind === 'unknown-shirt') return { kind: stored.kind }
  const line = await stock.find(sku, moment.at)
  return line ? { kind: stored.kind, line } : { kind: 'unknown-shirt' }
}

async function takeDelivery(
  { stock, clock }: Ports,
  { note, ...delivery }: Delivery,
): Promise<DeliveryOutcome> {
  if (!mayCorrect(delivery.by)) return { kind: 'not-allowed' }
  if (note.trim() === '') return { kind: 'no-reason' }
  if (delivery.lines.length === 0) return { kind: 'nothing' }
  const { kind } = await stock.change('deliver', { ...delivery, reason: note, moment: clock() })
  if (kind === 'not-enough') throw new Error('a delivery takes nothing from any counter')
  return { kind }
}

function lacksReason(kind: StockChangeKind, reason = ''): boolean {
  const isNeeded = kind.startsWith('write-off') || kind === 'damage'
  return isNeeded && reason.trim() === ''
}
