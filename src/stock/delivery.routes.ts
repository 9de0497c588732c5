import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { currentStaff, requireLead } from '../staff/login.routes.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { actor, scanId } from '../staff/tap-form.routes.ts'
import type { StockLine } from './stock.ts'
import type { DeliveryOutcome } from './stock-change.ts'
import { byColour, nameLine, someUnits, type StockRoutes } from './stock-view.routes.ts'

/** Boxes that arrive together: one form for every line of stock, taken in at once. */
export function deliveryRoutes(booth: StockRoutes): Router {
  const router = Router()
  router.get('/deliveries', requireLead, (_req, res) =>
    renderDelivery(res, { booth, values: {}, errors: {} }),
  )
  router.post('/deliveries', requireLead, (req, res) => takeDelivery(req, res, booth))
  return router
}

export type DeliveryPage = {
  booth: StockRoutes
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
  /** Set where the numbers come from a file and were not taken in yet. */
  fromFile?: { unread: readonly string[] }
}

export const fieldOf = (sku: string) => `qty-${sku}`

/** Empty, as it was sent, or filled in from a file. */
export async function renderDelivery(res: Response, page: DeliveryPage): Promise<void> {
  const { booth, values, errors, fromFile } = page
  res.render('stock/delivery', {
    colours: byColour(await booth.stock.overview()).map(({ colour, own }) => ({
      ...nameLine(booth, res, { sku: '', colour, size: '' }).shirt,
      lines: own.map((each) => toFieldView(each, { page, res })),
    })),
    fromFile: fromFile ?? null,
    scanId: booth.newToken(),
    values: { note: values['note'] ?? '' },
    errors,
    links: {
      ...staffBar(currentStaff(res)),
      submit: '/staff/deliveries',
      file: '/staff/stock-file',
      back: '/staff/stock',
    },
  })
}

function toFieldView(each: StockLine, { page, res }: { page: DeliveryPage; res: Response }) {
  const field = fieldOf(each.sku)
  return {
    ...nameLine(page.booth, res, each),
    field,
    onHand: each.onHand,
    waiting: each.waiting,
    value: page.values[field] ?? '',
    wrong: field in page.errors,
  }
}

async function takeDelivery(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const skus = (await booth.stock.overview()).map(({ sku }) => sku)
  const fields = skus.map(fieldOf)
  const form = readForm(formOf(fields), req.body)
  const again = (errors: DeliveryPage['errors']) =>
    renderDelivery(res, { booth, values: typed(req.body, ['note', ...fields]), errors })
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['note', ...fields])
    res.status(400)
    await again(fieldErrors(form.faults, res))
    return
  }
  const { note, scanId: id, ...numbers } = form.form
  const quantities = numbers as Readonly<Record<string, number | undefined>>
  const lines = skus.flatMap((sku) => {
    const qty = quantities[fieldOf(sku)] ?? 0
    return qty > 0 ? [{ sku, qty }] : []
  })
  const { kind } = await booth.stock.takeDelivery({ note, lines, scanId: id, by: actor(res) })
  if (kind === 'done') {
    res.redirect(303, '/staff/stock?delivered=yes')
    return
  }
  res.status(kind === 'nothing' ? 400 : 409)
  await again(refusalOf(kind, res))
}

function formOf(fields: readonly string[]) {
  const numbers = Object.fromEntries(fields.map((field) => [field, someUnits.optional()]))
  return z.object({ ...numbers, note: line(200), scanId })
}

function refusalOf(kind: Exclude<DeliveryOutcome['kind'], 'done'>, res: Response) {
  const { t } = pageLanguage(res)
  return { lines: t(kind === 'nothing' ? 'stock:delivery.nothing' : 'errors:field.invalid') }
}
