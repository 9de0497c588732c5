import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { currentStaff, requireLead } from '../staff/login.routes.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { actor, scanId } from '../staff/tap-form.routes.ts'
import type { RecountOutcome } from './recount.ts'
import type { StockLine } from './stock.ts'
import { findLine, nameLine, wholeNumber, type StockRoutes } from './stock-view.routes.ts'

const RecountForm = z.object({
  counted: wholeNumber,
  seen: wholeNumber,
  reason: line(200),
  scanId,
  // There once the lead was shown what follows.
  freed: wholeNumber.optional(),
  waiting: wholeNumber.optional(),
})

/** A lead corrects the count of one line; nobody is sent to wait before it was shown and agreed to. */
export function recountRoutes(booth: StockRoutes): Router {
  const router = Router()
  router.get('/stock/:sku/recount', requireLead, async (req, res) => {
    const found = await findLine(req.params['sku'], booth)
    renderRecount(req, res, { booth, found, errors: {} })
  })
  router.post('/stock/:sku/recount', requireLead, (req, res) => recount(req, res, booth))
  return router
}

type RecountPage = {
  booth: StockRoutes
  found: StockLine
  errors: Readonly<Record<string, string>>
  outcome?: RecountOutcome
}

function renderRecount(req: Request, res: Response, page: RecountPage) {
  const { booth, found, errors, outcome } = page
  const { shirt, size } = nameLine(booth, res, found)
  res.render('stock/recount', {
    shirt,
    size,
    seen: found.onHand,
    scanId: booth.newToken(),
    values: typed(req.body, ['counted', 'reason']),
    errors,
    conflict: outcome?.kind === 'conflict' ? { seen: outcome.seen, now: outcome.onHand } : null,
    shortage:
      outcome?.kind === 'short' ? { freed: outcome.freed, people: outcome.wouldWait } : null,
    links: {
      ...staffBar(currentStaff(res)),
      submit: `/staff/stock/${found.sku}/recount`,
      back: '/staff/stock',
    },
  })
}

async function recount(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const found = await findLine(req.params['sku'], booth)
  const form = readForm(RecountForm, req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['counted', 'reason'])
    res.status(400)
    renderRecount(req, res, { booth, found, errors: fieldErrors(form.faults, res) })
    return
  }
  const { freed, waiting, ...asked } = form.form
  const outcome = await booth.stock.recount({
    ...asked,
    ...(freed !== undefined && waiting !== undefined && { agreed: { freed, waiting } }),
    sku: found.sku,
    by: actor(res),
  })
  if (outcome.kind === 'recounted') answerRecounted(res, booth, outcome)
  else await refuse(req, res, { booth, found, errors: {}, outcome })
}

type Recounted = Extract<RecountOutcome, { kind: 'recounted' }>

/** Where reservations wait now, they are listed; else the stock page says what was saved. */
function answerRecounted(res: Response, booth: StockRoutes, outcome: Recounted): void {
  const { line: saved, freed, nowWaiting } = outcome
  if (nowWaiting.length === 0) {
    res.redirect(303, `/staff/stock?saved=${saved.sku}`)
    return
  }
  const counted = { counted: saved.onHand, difference: 0, outcome: 'recounted' }
  res.render('stock/counted', {
    lines: [{ ...nameLine(booth, res, saved), ...counted, freed, people: nowWaiting }],
    links: { ...staffBar(currentStaff(res)), back: '/staff/stock' },
  })
}

async function refuse(req: Request, res: Response, page: RecountPage): Promise<void> {
  const { booth, found, outcome } = page
  res.status(409)
  const errors = outcome ? refusalOf(outcome, res) : {}
  renderRecount(req, res, { ...page, found: await findLine(found.sku, booth), errors })
}

/** A conflict and a shortage have boxes of their own. */
function refusalOf(outcome: RecountOutcome, res: Response): RecountPage['errors'] {
  const { t } = pageLanguage(res)
  if (outcome.kind === 'conflict' || outcome.kind === 'short') return {}
  if (outcome.kind === 'no-reason') return { reason: t('errors:field.missing') }
  if (outcome.kind === 'fewer-than-damaged')
    return { counted: t('stock:fewerThanDamaged', { count: outcome.damaged }) }
  return { counted: t('errors:field.invalid') }
}
