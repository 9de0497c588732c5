import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Claims } from '../claims/claims.ts'
import type { Answer } from '../claims/claim-store.ts'
import { shirtView } from '../claims/claim-view.routes.ts'
import type { Event } from '../event/event.ts'
import type { Attempts } from '../platform/http/limits.ts'
import {
  fieldErrors,
  line,
  parseForm,
  readForm,
  refuseHidden,
  typed,
} from '../platform/http/parse-form.ts'
import { allowScanning } from '../platform/http/security-headers.ts'
import { showAnswer, showRefusal } from './desk-answer.routes.ts'
import { currentStaff } from './login.routes.ts'
import { staffBar } from './staff-bar.ts'

export type DeskRoutes = {
  event: Event
  claims: Claims
  /** A new random text of at least 128 bits. */
  newToken: () => string
  now: () => Date
  cameraPossible: boolean
  lookUps: Attempts
  handOvers: Attempts
  unknownCodes: Attempts
}

const scanId = z.string({ error: 'missing' }).regex(/^[A-Za-z0-9_-]{22,64}$/, 'invalid')
const ScanForm = z.object({ code: line(200), scanId, clientAt: z.iso.datetime().optional() })
const UndoForm = z.object({ scanId, handOver: scanId })
const LAST_SHOWN = 8

/** The scanning page, and its two steps: a look-up changes nothing, the tap *Hand over* commits. */
export function deskRoutes(booth: DeskRoutes): Router {
  const router = Router()
  router.get('/', allowScanning, (req, res) => renderScan(req, res, { booth, errors: {} }))
  // Answers have no address of their own: whoever reloads one goes on scanning.
  router.get(['/look-ups', '/hand-overs', '/undos'], (_req, res) => {
    res.redirect(303, '/staff')
  })
  router.post('/look-ups', allowScanning, (req, res) => lookUp(req, res, booth))
  router.post('/hand-overs', async (req, res) => {
    const { code, ...tap } = parseForm(ScanForm, req.body)
    const { device } = currentStaff(res)
    await booth.handOvers.take(device)
    await booth.unknownCodes.check(device)
    const outcome = await booth.claims.handOver({ ...toTap(tap, res), typed: code })
    if (outcome.kind === 'unknown-code') await booth.unknownCodes.count(device)
    await showAnswer(res, booth, { outcome, code, scanId: tap.scanId })
  })
  router.get('/taps/:scanId', async (req, res) => {
    const { device } = currentStaff(res)
    const answer = await booth.claims.whatBecameOf(req.params.scanId, device)
    // Nothing kept: the tap never arrived, and nothing was handed over.
    res.json({ verdict: answer?.verdict ?? '' })
  })
  router.post('/undos', async (req, res) => {
    const { handOver, scanId: id } = parseForm(UndoForm, req.body)
    const outcome = await booth.claims.undo({ ...toTap({ scanId: id }, res), handOver })
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
  const by = currentStaff(res)
  await booth.lookUps.take(by.device)
  await booth.unknownCodes.check(by.device)
  const { code, ...tap } = form.form
  const outcome = await booth.claims.lookUp({ ...toTap(tap, res), typed: code })
  if (outcome.kind === 'unknown-code') await booth.unknownCodes.count(by.device)
  await showAnswer(res, booth, { outcome, code })
}

function toTap(tap: { scanId: string; clientAt?: string | undefined }, res: Response) {
  const { person, device, role } = currentStaff(res)
  return {
    scanId: tap.scanId,
    by: { person, device, role },
    ...(tap.clientAt !== undefined && { clientAt: tap.clientAt }),
  }
}

async function renderScan(
  req: Request,
  res: Response,
  { booth, errors }: { booth: DeskRoutes; errors: Readonly<Record<string, string>> },
): Promise<void> {
  const member = currentStaff(res)
  const last = await booth.claims.lastAnswersOf(member.device)
  res.render('staff/scan', {
    person: member.name,
    phone: member.label,
    cameraPossible: booth.cameraPossible,
    scanId: booth.newToken(),
    values: typed(req.body, ['code']),
    errors,
    last: last.slice(0, LAST_SHOWN).map((answer) => toLastAnswer(answer, booth, res)),
    links: { ...staffBar(member), lookUp: '/staff/look-ups', lock: '/staff/lock' },
    scripts: ['staff/scan-page.browser.ts'],
  })
}

const RESULTS: Readonly<Record<string, string>> = {
  ready: 'looked-up',
  'handed-over': 'handed-over',
  'already-handed-over': 'already-handed-over',
  undone: 'undone',
}

function toLastAnswer(answer: Answer, { event }: DeskRoutes, res: Response) {
  return {
    result: RESULTS[answer.verdict] ?? 'refused',
    at: answer.at,
    nickname: '',
    shirt: answer.claim ? shirtView(event, res, answer.claim.shirt.colour) : null,
    size: answer.claim?.shirt.size ?? '',
  }
}
