import { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { currentStaff, requireLead } from '../staff/login.routes.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { actor, scanId } from '../staff/tap-form.routes.ts'
import { laterDays } from './kept-units.ts'
import type { StockLine } from './stock.ts'
import type { StockChange, StockOutcome } from './stock-change.ts'
import { findLine, nameLine, wholeNumber, type StockRoutes } from './stock-view.routes.ts'

/** What may be done with units of one line, each on a page of its own. */
export const CHANGES = ['damage', 'write-off', 'hold-back', 'give-free'] as const
type Change = (typeof CHANGES)[number]

const needsReason: Readonly<Record<Change, boolean>> = {
  damage: true,
  'write-off': true,
  'hold-back': false,
  'give-free': false,
}
const UNTIL_FREED = 'lead'

const ChangeForm = z.object({
  qty: wholeNumber.refine((qty) => qty > 0, 'number'),
  reason: line(200).optional(),
  from: z.enum(['available', 'damaged']).optional(),
  until: z.string().max(10).optional(),
  scanId,
})
type Filled = z.infer<typeof ChangeForm>

/** A page a change; damage is every phone’s to report, the rest is for leads. */
export function changeRoutes(booth: StockRoutes): Router {
  const router = Router()
  for (const change of CHANGES) {
    const path = `/stock/:sku/${change}`
    const allowed: RequestHandler[] = change === 'damage' ? [] : [requireLead]
    router.get(path, ...allowed, async (req, res) => {
      const found = await findLine(req.params['sku'], booth)
      renderChange(req, res, { booth, change, found, errors: {} })
    })
    router.post(path, ...allowed, (req, res) => makeChange(req, res, { booth, change }))
  }
  return router
}

type Asked = { booth: StockRoutes; change: Change }
type ChangePage = Asked & { found: StockLine; errors: Readonly<Record<string, string>> }

function renderChange(req: Request, res: Response, page: ChangePage): void {
  const { booth, change, found, errors } = page
  const { reserved, available, heldBack, damaged } = found
  res.render('stock/change', {
    ...nameLine(booth, res, found),
    change,
    counts: { reserved, available, heldBack, damaged },
    needsReason: needsReason[change],
    days: change === 'hold-back' ? laterDays(booth.event, booth.now().toISOString()) : [],
    scanId: booth.newToken(),
    values: typed(req.body, ['qty', 'reason', 'from', 'until']),
    errors,
    links: {
      ...staffBar(currentStaff(res)),
      submit: `/staff/stock/${found.sku}/${change}`,
      back: `/staff/stock/${found.sku}`,
    },
  })
}

async function makeChange(req: Request, res: Response, { booth, change }: Asked): Promise<void> {
  const found = await findLine(req.params['sku'], booth)
  const form = readForm(formOf(change, booth), req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['qty', 'reason', 'from', 'until'])
    res.status(400)
    renderChange(req, res, { booth, change, found, errors: fieldErrors(form.faults, res) })
    return
  }
  const outcome = await apply({ booth, change }, { ...form.form, sku: found.sku }, res)
  if (outcome.kind === 'done') {
    res.redirect(303, `/staff/stock/${found.sku}?done=${change}`)
    return
  }
  const now = await findLine(found.sku, booth)
  res.status(409)
  renderChange(req, res, { booth, change, found: now, errors: refusalOf(outcome, res) })
}

/** What this change asks for is required, the rest is not read. */
function formOf(change: Change, { event, now }: StockRoutes) {
  const days = laterDays(event, now().toISOString()).map(({ day }) => day)
  return ChangeForm.extend({
    reason: needsReason[change] ? line(200) : z.undefined().catch(undefined),
    from: change === 'write-off' ? z.enum(['available', 'damaged'], 'choose') : none,
    until: change === 'hold-back' ? z.enum([UNTIL_FREED, ...days], 'choose') : none,
  })
}
const none = z.undefined().catch(undefined)

function apply(
  { booth, change }: Asked,
  { sku, qty, reason, from, until, scanId: id }: Filled & { sku: string },
  res: Response,
): Promise<StockOutcome> {
  const { stock, event, now } = booth
  const day = laterDays(event, now().toISOString()).find((later) => later.day === until)
  const asked: StockChange = {
    ...{ sku, qty, scanId: id, by: actor(res) },
    ...(reason !== undefined && { reason }),
    ...(day && { until: day }),
  }
  switch (change) {
    case 'damage':
      return stock.damage(asked)
    case 'hold-back':
      return stock.holdBack(asked)
    case 'give-free':
      return stock.giveFree(asked)
    case 'write-off':
      return from === 'damaged' ? stock.writeOffDamaged(asked) : stock.writeOff(asked)
  }
}

function refusalOf(
  outcome: Exclude<StockOutcome, { kind: 'done' }>,
  res: Response,
): Readonly<Record<string, string>> {
  const { t } = pageLanguage(res)
  if (outcome.kind === 'not-enough') return { qty: t('stock:notEnough') }
  if (outcome.kind === 'no-reason') return { reason: t('errors:field.missing') }
  return { qty: t('errors:field.invalid') }
}
