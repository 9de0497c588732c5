import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Claims } from '../claims/claims.ts'
import type { HandOverOutcome, HandOverTap } from '../claims/hand-over.ts'
import type { Event } from '../event/event.ts'
import {
  fieldErrors,
  optionalLine,
  parseForm,
  readForm,
  refuseHidden,
  typed,
} from '../platform/http/parse-form.ts'
import { allowScanning } from '../platform/http/security-headers.ts'
import type { Stock } from '../stock/stock.ts'
import type { VerificationStore } from '../verification/verification-store.ts'
import { showAnswer, showRefusal } from './desk-answer.routes.ts'
import type { DeskLimits } from './desk-limits.ts'
import { currentStaff } from './login.routes.ts'
import { showFetchAgain } from './fetch-again.routes.ts'
import { toLastAnswers } from './last-answers.routes.ts'
import { mayLead } from './staff.ts'
import { staffBar } from './staff-bar.ts'
import { scanId, ScanForm, toCounted, toTap } from './tap-form.routes.ts'

export type DeskRoutes = {
  event: Event
  claims: Claims
  stock: Stock
  verifications: Pick<VerificationStore, 'passesOf'>
  /** A new random text of at least 128 bits. */
  newToken: () => string
  now: () => Date
  cameraPossible: boolean
  deskLimits: DeskLimits
}

const HandOverForm = ScanForm.extend({ pickedUpBy: optionalLine(40) })
const UndoForm = z.object({
  scanId,
  handOver: scanId,
  returned: z.enum(['good', 'damaged'], 'choose').optional(),
})

/** The scanning page, and its two steps: a look-up changes nothing, the tap *Hand over* commits. */
export function deskRoutes(booth: DeskRoutes): Router {
  const router = Router()
  router.get('/', allowScanning, (req, res) => renderScan(req, res, { booth, errors: {} }))
  // Answers have no address of their own: whoever reloads one goes on scanning.
  router.get(['/look-ups', '/hand-overs', '/expired-hand-overs', '/undos'], (_req, res) => {
    res.redirect(303, '/staff')
  })
  router.post('/look-ups', allowScanning, (req, res) => lookUp(req, res, booth))
  router.post('/hand-overs', (req, res) => handOver(req, res, { booth, by: booth.claims.handOver }))
  router.post('/expired-hand-overs', (req, res) =>
    handOver(req, res, { booth, by: booth.claims.handOverExpired }),
  )
  router.get('/taps/:scanId', async (req, res) => {
    const { device } = currentStaff(res)
    const answer = await booth.claims.whatBecameOf(req.params.scanId, device)
    // Nothing kept: the tap never arrived, and nothing was handed over.
    res.json({ verdict: answer?.verdict ?? '' })
  })
  router.post('/undos', async (req, res) => {
    const { handOver, scanId: id, returned = 'good' } = parseForm(UndoForm, req.body)
    const outcome = await booth.claims.undo({ ...toTap({ scanId: id }, res), handOver, returned })
    if (outcome.kind === 'undone') res.redirect(303, '/staff')
    else showRefusal(res, outcome.kind)
  })
  return router
}

async function lookUp(req: Request, res: Response, booth: DeskRoutes): Promise<void> {
  const form = readForm(ScanForm, req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['code'])
    res.status(400)
    await renderScan(req, res, { booth, errors: fieldErrors(form.faults, res) })
    return
  }
  const { code, ...tap } = form.form
  const counted = toCounted('look-up', res, tap.scanId)
  await booth.deskLimits.allow(counted)
  const outcome = await booth.claims.lookUp({ ...toTap(tap, res), typed: code })
  if (outcome.kind === 'unknown-code') await booth.deskLimits.unknownCode(counted)
  await showAnswer(res, booth, { outcome, code, scanId: tap.scanId })
}

type HandingOver = { booth: DeskRoutes; by: (tap: HandOverTap) => Promise<HandOverOutcome> }

async function handOver(req: Request, res: Response, { booth, by }: HandingOver): Promise<void> {
  const form = readForm(HandOverForm, req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['pickedUpBy'])
    await showFetchAgain(req, res, { booth, errors: fieldErrors(form.faults, res) })
    return
  }
  const { code, pickedUpBy, ...tap } = form.form
  const counted = toCounted('hand-over', res, tap.scanId)
  await booth.deskLimits.allow(counted)
  const friend = booth.event.claims.pickUpForFriend ? pickedUpBy : undefined
  const outcome = await by({
    ...toTap(tap, res),
    typed: code,
    ...(friend !== undefined && { pickedUpBy: friend }),
  })
  if (outcome.kind === 'unknown-code') await booth.deskLimits.unknownCode(counted)
  await showAnswer(res, booth, { outcome, code, scanId: tap.scanId })
}

async function renderScan(
  req: Request,
  res: Response,
  { booth, errors }: { booth: DeskRoutes; errors: Readonly<Record<string, string>> },
): Promise<void> {
  const member = currentStaff(res)
  const answers = await booth.claims.lastAnswersOf(member.device)
  res.render('staff/scan', {
    person: member.name,
    phone: member.label,
    cameraPossible: booth.cameraPossible,
    scanId: booth.newToken(),
    values: typed(req.body, ['code']),
    errors,
    last: toLastAnswers(answers, booth, res),
    links: {
      ...staffBar(member),
      lookUp: '/staff/look-ups',
      lock: '/staff/lock',
      search: '/staff/searches',
      ...(mayLead(member) && { gift: '/staff/gifts' }),
    },
    scripts: ['staff/scan-page.browser.ts'],
  })
}
