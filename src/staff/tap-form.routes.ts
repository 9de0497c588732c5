import type { Response } from 'express'
import { z } from 'zod'
import type { Event } from '../event/event.ts'
import { line } from '../platform/http/parse-form.ts'
import type { DeskActor } from '../shared/desk-actor.ts'
import { toShirt, toSku, type Shirt, type Sku } from '../stock/sku.ts'
import type { CountedKind, DeskTap } from './desk-limits.ts'
import { currentStaff } from './login.routes.ts'

/** At least 128 random bits as text; the same for every retry of one tap. */
export const scanId = z.string({ error: 'missing' }).regex(/^[A-Za-z0-9_-]{22,64}$/, 'invalid')

/** What every tap about a claim carries. */
export const ScanForm = z.object({
  code: line(200),
  scanId,
  clientAt: z.iso.datetime().optional(),
})

/** The colour and size, or the prize, that a form names, when the event has it. */
export function findShirt(
  { shirts, prizes }: Pick<Event, 'shirts' | 'prizes'>,
  sku: Sku,
): Shirt | undefined {
  const shirt = toShirt(sku)
  const { colour, size } = shirt
  const isShirt = shirts.colours.some(({ id }) => id === colour) && shirts.sizes.includes(size)
  const isPrize = size === '' && prizes.some(({ id }) => id === colour)
  return (isShirt || isPrize) && toSku(shirt) === sku ? shirt : undefined
}

/** What a phone's limits count; something without a scan id is counted each time. */
export function toCounted(kind: CountedKind, res: Response, tap?: string): DeskTap {
  return { kind, device: currentStaff(res).device, ...(tap !== undefined && { scanId: tap }) }
}

/** Who acts, on which phone, for the use cases. */
export function actor(res: Response): DeskActor {
  const { person, device, role } = currentStaff(res)
  return { person, device, role }
}

/** The tap, and who made it on which phone. */
export function toTap(tap: { scanId: string; clientAt?: string | undefined }, res: Response) {
  return {
    scanId: tap.scanId,
    by: actor(res),
    ...(tap.clientAt !== undefined && { clientAt: tap.clientAt }),
  }
}
