import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { shirtView, shirtViews } from '../claims/claim-view.routes.ts'
import type { Claims } from '../claims/claims.ts'
import { shareViews } from '../claims/share-view.routes.ts'
import type { Event } from '../event/event.ts'
import { chosen } from '../platform/http/chosen.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { Problem } from '../shared/problem.ts'
import { currentStaff, requireLead } from '../staff/login.routes.ts'
import { mayLead } from '../staff/staff.ts'
import { staffBar } from '../staff/staff-bar.ts'
import type { RecountOutcome } from './recount.ts'
import type { Stock, StockLine } from './stock.ts'

export type StockRoutes = {
  event: Event
  stock: Stock
  claims: Pick<Claims, 'sharesToday'>
  newToken: () => string
  now: () => Date
}

const wholeNumber = z
  .string({ error: 'missing' })
  .trim()
  .regex(/^\d{1,6}$/, 'number')
  .transform(Number)
const RecountForm = z.object({
  counted: wholeNumber,
  seen: wholeNumber,
  reason: line(200),
  scanId: z.string({ error: 'missing' }).regex(/^[A-Za-z0-9_-]{22,64}$/, 'invalid'),
})

/** What is left of each colour and size; a lead corrects a count with a reason. */
export function stockRoutes(booth: StockRoutes): Router {
  const router = Router()
  router.get('/stock', (req, res) => renderStock(req, res, booth))
  router.get('/stock/:sku/recount', requireLead, async (req, res) => {
    const found = await findLine(req, booth)
    renderRecount(req, res, { booth, found, errors: {} })
  })
  router.post('/stock/:sku/recount', requireLead, (req, res) => recount(req, res, booth))
  return router
}

async function findLine(req: Request, { stock }: StockRoutes): Promise<StockLine> {
  const found = (await stock.overview()).find(({ sku }) => sku === req.params['sku'])
  if (!found) throw new Problem('unknown-page')
  return found
}

async function renderStock(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const { event } = booth
  const lines = await booth.stock.overview()
  const shares = await booth.claims.sharesToday()
  const member = currentStaff(res)
  const sum = (counter: 'available' | 'reserved' | 'handed', of = lines) =>
    of.reduce((total, entry) => total + entry[counter], 0)
  res.render('stock/stock', {
    at: booth.now().toISOString(),
    mayRecount: mayLead(member),
    totals: { available: sum('available'), reserved: sum('reserved'), handed: sum('handed') },
    colours: shirtViews(event, res).map((shirt) => {
      const own = lines.filter(({ colour }) => colour === shirt.id)
      return {
        ...shirt,
        available: sum('available', own),
        sizes: own.map((entry) => toSizeView(entry, event.shirts.lowStock)),
      }
    }),
    shares: shareViews(event, res, { shares, now: booth.now() }),
    ...savedView(req, res, { event, lines }),
    links: staffBar(member),
    scripts: ['boards/refresh-page.browser.ts'],
  })
}

function toSizeView({ sku, size, available, reserved, handed }: StockLine, lowStock: number) {
  const low = available > 0 && available <= lowStock
  const recountHref = `/staff/stock/${sku}/recount`
  return { name: size, value: sku, available, reserved, handed, low, recountHref }
}

/** After a recount the page says which line was saved. */
function savedView(
  req: Request,
  res: Response,
  { event, lines }: { event: Event; lines: readonly StockLine[] },
) {
  const known = lines.map(({ sku }) => sku)
  const saved = chosen(req, 'saved', known)
  const line = lines.find(({ sku }) => sku === saved)
  if (!line) return {}
  const { name } = shirtView(event, res, line.colour)
  return { saved: { name, size: line.size, counted: line.onHand } }
}

type RecountPage = {
  booth: StockRoutes
  found: StockLine
  errors: Readonly<Record<string, string>>
  conflict?: { seen: number; now: number }
}

function renderRecount(req: Request, res: Response, page: RecountPage) {
  const { booth, found, errors, conflict } = page
  res.render('stock/recount', {
    shirt: shirtView(booth.event, res, found.colour),
    size: found.size,
    seen: found.onHand,
    scanId: booth.newToken(),
    values: typed(req.body, ['counted', 'reason']),
    errors,
    conflict: conflict ?? null,
    links: {
      ...staffBar(currentStaff(res)),
      submit: `/staff/stock/${found.sku}/recount`,
      back: '/staff/stock',
    },
  })
}

async function recount(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const found = await findLine(req, booth)
  const form = readForm(RecountForm, req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['counted', 'reason'])
    res.status(400)
    renderRecount(req, res, { booth, found, errors: fieldErrors(form.faults, res) })
    return
  }
  const { person, device, role } = currentStaff(res)
  const outcome = await booth.stock.recount({
    ...form.form,
    sku: found.sku,
    by: { person, device, role },
  })
  if (outcome.kind === 'recounted') {
    res.redirect(303, `/staff/stock?saved=${found.sku}`)
    return
  }
  refuseRecount(req, res, { booth, found: await findLine(req, booth), errors: {}, outcome })
}

function refuseRecount(
  req: Request,
  res: Response,
  { outcome, ...page }: RecountPage & { outcome: Exclude<RecountOutcome, { kind: 'recounted' }> },
) {
  res.status(409)
  const { t } = pageLanguage(res)
  if (outcome.kind === 'conflict')
    renderRecount(req, res, { ...page, conflict: { seen: outcome.seen, now: outcome.onHand } })
  else if (outcome.kind === 'no-reason')
    renderRecount(req, res, { ...page, errors: { reason: t('errors:field.missing') } })
  else renderRecount(req, res, { ...page, errors: { counted: t('errors:field.invalid') } })
}
