import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { nearestFirst } from '../claims/alternatives.ts'
import type { Claim } from '../claims/claim.ts'
import { leftByColour, shirtWords } from '../claims/claim-view.routes.ts'
import type { SwapAnswer } from '../claims/swap.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { line, parseForm } from '../platform/http/parse-form.ts'
import { Problem } from '../shared/problem.ts'
import type { Shirt } from '../stock/sku.ts'
import { claimView, fetchFacts } from './claim-facts.routes.ts'
import { renderAnswer, showAnswer, showRefusal } from './desk-answer.routes.ts'
import type { DeskRoutes } from './desk.routes.ts'
import { findShirt, ScanForm, toCounted, toTap } from './tap-form.routes.ts'

const SwapForm = ScanForm.extend({
  shirt: line(24),
  returned: z.enum(['good', 'damaged'], 'choose'),
})

/** Another colour or size, before and after the hand-over: what is left, nearest size first; then one tap. */
export function swapRoutes(booth: DeskRoutes): Router {
  const router = Router()
  router.get(['/swap-choices', '/swaps'], (_req, res) => {
    res.redirect(303, '/staff')
  })
  router.post('/swap-choices', (req, res) => showChoices(req, res, booth))
  router.post('/swaps', (req, res) => swap(req, res, booth))
  return router
}

/** A look-up too, kept as one: it tells whether a code is there. */
async function showChoices(req: Request, res: Response, booth: DeskRoutes): Promise<void> {
  const { code, ...tap } = parseForm(ScanForm, req.body)
  const counted = toCounted('look-up', res, tap.scanId)
  await booth.deskLimits.allow(counted)
  const outcome = await booth.claims.lookUp({ ...toTap(tap, res), typed: code })
  if (outcome.kind === 'unknown-code') await booth.deskLimits.unknownCode(counted)
  if ('claim' in outcome && outcome.kind !== 'cancelled')
    await renderChoices(res, booth, { claim: outcome.claim })
  else await showAnswer(res, booth, { outcome, code, scanId: tap.scanId })
}

async function swap(req: Request, res: Response, booth: DeskRoutes): Promise<void> {
  const { code, shirt: sku, returned, ...tap } = parseForm(SwapForm, req.body)
  const shirt = findShirt(booth.event, sku)
  if (!shirt) throw new Problem('bad-form', { field: 'shirt' })
  await booth.deskLimits.allow(toCounted('hand-over', res, tap.scanId))
  const asked = { ...toTap(tap, res), typed: code, shirt, returned }
  const outcome = await booth.claims.swap(asked)
  await answerSwap(res, booth, { outcome, code, asked })
}

type Answered = {
  outcome: SwapAnswer
  code: string
  asked: { scanId: string; shirt: Shirt; returned: 'good' | 'damaged' }
}

async function answerSwap(res: Response, booth: DeskRoutes, answered: Answered): Promise<void> {
  const { outcome, code, asked } = answered
  const { kind } = outcome
  if (kind === 'swapped') await showSwapped(res, booth, { ...answered, outcome })
  else if (kind === 'out-of-stock' || kind === 'same-shirt')
    await showChoicesAgain(res, booth, { ...answered, outcome })
  else if (kind === 'unknown-shirt') throw new Problem('bad-form', { field: 'shirt' })
  else await showAnswer(res, booth, { outcome, code, scanId: asked.scanId })
}

type Swapped = Extract<SwapAnswer, { kind: 'swapped' }>

/** Before the hand-over it shows what to fetch now; after it, what changed hands. */
async function showSwapped(
  res: Response,
  booth: DeskRoutes,
  { outcome, code, asked }: Answered & { outcome: Swapped },
): Promise<void> {
  const [found] = await booth.claims.search(code)
  const claim = found?.claim
  // An old answer asked for again must not show as true what is so no more.
  if (claim?.sku !== outcome.claim.sku || !['reserved', 'handed'].includes(claim.state)) {
    showRefusal(res, 'changed-since')
    return
  }
  const from = shirtWords(booth.event, res, outcome.from)
  const facts = { ...claimView(res, booth, claim), from }
  if (claim.state === 'reserved')
    renderAnswer(res, 'staff/fetch', { ...facts, ...fetchFacts(booth) })
  else renderAnswer(res, 'staff/swapped', { ...facts, returned: asked.returned })
}

type Refused = Extract<SwapAnswer, { kind: 'out-of-stock' | 'same-shirt' }>

/** Nothing changed: said, with what is left now. */
async function showChoicesAgain(
  res: Response,
  booth: DeskRoutes,
  { outcome, code, asked }: Answered & { outcome: Refused },
): Promise<void> {
  const [found] = await booth.claims.search(code)
  if (!found?.claim) {
    showRefusal(res, 'changed-since')
    return
  }
  const { t } = pageLanguage(res)
  const shirt = shirtWords(booth.event, res, asked.shirt)
  const error = t(`staff:swap.${outcome.kind}`, { shirt })
  await renderChoices(res.status(409), booth, { claim: found.claim, error })
}

async function renderChoices(
  res: Response,
  booth: DeskRoutes,
  { claim, error = '' }: { claim: Claim; error?: string },
): Promise<void> {
  const { event, stock, newToken } = booth
  const isHanded = claim.state === 'handed'
  const lines = await stock.stockLeft()
  const left = nearestFirst(claim.shirt, lines, event.shirts.sizes)
  renderAnswer(res, 'staff/swap', {
    ...claimView(res, booth, claim),
    now: shirtWords(event, res, claim.shirt),
    handed: isHanded,
    scanId: newToken(),
    error,
    // Only a damaged shirt is exchanged for the same one.
    colours: leftByColour(
      event,
      res,
      isHanded ? left : left.filter(({ sku }) => sku !== claim.sku),
    ),
    links: { next: '/staff', swap: '/staff/swaps' },
  })
}
