import type { Response } from 'express'
import { z } from 'zod'
import { shirtView, shirtWords, type ShirtView } from '../claims/claim-view.routes.ts'
import type { Claims } from '../claims/claims.ts'
import type { Event } from '../event/event.ts'
import { Problem } from '../shared/problem.ts'
import type { Stock, StockLine } from './stock.ts'

/** What every page about stock is given. */
export type StockRoutes = {
  event: Event
  stock: Stock
  claims: Pick<Claims, 'sharesToday'>
  newToken: () => string
  now: () => Date
}

export const wholeNumber = z
  .string({ error: 'missing' })
  .trim()
  .regex(/^\d{1,6}$/, 'number')
  .transform(Number)
/** A number of units that may be left empty. */
export const someUnits = z
  .string({ error: 'missing' })
  .trim()
  .regex(/^\d{0,6}$/, 'number')
  .transform((text) => (text === '' ? undefined : Number(text)))

/** One line of stock as it is named: a shirt of a colour and size, or a thing without size. */
export type LineName = { sku: string; shirt: ShirtView; size: string; name: string; href: string }

/** How pages name `sku`, in their language; of a colour alone, an empty sku and size. */
export function nameLine(
  { event }: Pick<StockRoutes, 'event'>,
  res: Response,
  { sku, colour, size }: Pick<StockLine, 'sku' | 'colour' | 'size'>,
): LineName {
  const shirt = shirtView(event, res, colour)
  const name = shirtWords(event, res, { colour, size })
  return { sku, shirt, size, name, href: `/staff/stock/${sku}` }
}

/** Lines under the colour they share, in their order. */
export function byColour<Line extends { colour: string }>(
  lines: readonly Line[],
): readonly { colour: string; own: readonly Line[] }[] {
  return [...new Set(lines.map(({ colour }) => colour))].map((colour) => ({
    colour,
    own: lines.filter((line) => line.colour === colour),
  }))
}

/** @throws Problem unknown-page where there is no such line of stock */
export async function findLine(sku: unknown, { stock }: StockRoutes): Promise<StockLine> {
  const found = (await stock.overview()).find((line) => line.sku === sku)
  if (!found) throw new Problem('unknown-page')
  return found
}
