import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { coloursLeft, shirtView } from '../claims/claim-view.routes.ts'
import { chosen } from '../platform/http/chosen.ts'
import { fieldErrors, line, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { renderAnswer, showRefusal } from './desk-answer.routes.ts'
import type { DeskRoutes } from './desk.routes.ts'
import { currentStaff, requireLead } from './login.routes.ts'
import { staffBar } from './staff-bar.ts'
import { findShirt, scanId, toTap } from './tap-form.routes.ts'

const GiftForm = z.object({ shirt: line(24), reason: line(200), scanId })
const SHOWN = ['shirt', 'reason']

/** A shirt without a mission, for a speaker or a helper: leads only, with a reason. */
export function giftRoutes(booth: DeskRoutes): Router {
  const router = Router()
  router.get('/gifts', requireLead, async (req, res) => {
    const known = (await booth.stock.stockLeft()).map(({ sku }) => sku)
    await renderGift(res, booth, { shirt: chosen(req, 'shirt', known), values: {}, errors: {} })
  })
  router.post('/gifts', requireLead, (req, res) => give(req, res, booth))
  return router
}

async function give(req: Request, res: Response, booth: DeskRoutes): Promise<void> {
  const values = typed(req.body, SHOWN)
  const refuse = (status: number, faults: Readonly<Record<string, string>>) => {
    const errors = fieldErrors(faults, res)
    return renderGift(res.status(status), booth, { shirt: values['shirt'], values, errors })
  }
  const form = readForm(GiftForm, req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, SHOWN)
    return refuse(400, form.faults)
  }
  const { shirt: sku, reason, ...tap } = form.form
  const shirt = findShirt(booth.event, sku)
  if (!shirt) return refuse(400, { shirt: 'choose' })
  const outcome = await booth.claims.giveGift({ ...toTap(tap, res), shirt, reason })
  if (outcome.kind === 'given') showGiven(res, booth, { shirt, reason, scanId: tap.scanId })
  else if (outcome.kind === 'out-of-stock') await refuse(409, { shirt: 'just-gone' })
  else if (outcome.kind === 'unknown-shirt') await refuse(400, { shirt: 'choose' })
  else showRefusal(res, outcome.kind)
}

type Given = { shirt: { colour: string; size: string }; reason: string; scanId: string }

function showGiven(res: Response, booth: DeskRoutes, { shirt, reason, scanId: id }: Given): void {
  renderAnswer(res, 'staff/handed-over', {
    nickname: reason,
    shirt: shirtView(booth.event, res, shirt.colour),
    size: shirt.size,
    at: booth.now().toISOString(),
    again: false,
    pickedUpBy: '',
    undo: { scanId: booth.newToken(), handOver: id },
    links: { next: '/staff', undo: '/staff/undos' },
  })
}

type GiftPage = {
  shirt: string | undefined
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
}

async function renderGift(
  res: Response,
  booth: DeskRoutes,
  { shirt, values, errors }: GiftPage,
): Promise<void> {
  const left = await booth.stock.stockLeft()
  res.render('staff/gift', {
    colours: coloursLeft(booth.event, res, { left, chosen: shirt }),
    scanId: booth.newToken(),
    values,
    errors,
    links: { ...staffBar(currentStaff(res)), submit: '/staff/gifts', back: '/staff' },
  })
}
