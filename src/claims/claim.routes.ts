import { Router, type Response } from 'express'
import { z } from 'zod'
import type { Event } from '../event/event.ts'
import { drawQr } from '../platform/draw-qr.ts'
import { chosen } from '../platform/http/chosen.ts'
import { fieldErrors, line, readForm } from '../platform/http/parse-form.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { toShirt, toSku } from '../stock/sku.ts'
import type { Stock } from '../stock/stock.ts'
import { showClaimCode } from './claim-code.ts'
import type { Claim } from './claim.ts'
import { coloursLeft, shirtView } from './claim-view.routes.ts'
import type { Claims } from './claims.ts'

export type ClaimRoutes = {
  event: Event
  claims: Claims
  stock: Stock
  hasPassed: (registrationId: string) => Promise<boolean>
}

const ChooseForm = z.object({
  shirt: line(24),
})

/** Choosing a shirt among what is left now, and the code to collect it with. A code never stands in an address. */
export function claimRoutes(booth: ClaimRoutes): Router {
  const router = Router({ mergeParams: true })
  router.use('/claim', async (_req, res, next) => {
    const { registration, base } = currentAttendee(res)
    if (await booth.hasPassed(registration.id)) next()
    else res.redirect(303, base)
  })
  router.get('/claim', async (req, res) => {
    const { registration } = currentAttendee(res)
    const change = chosen(req, 'change', ['yes'])
    const claim = await booth.claims.claimOf(registration.id)
    const choosing = !claim || claim.state === 'expired' || claim.state === 'cancelled'
    if (choosing || (change === 'yes' && claim.state !== 'handed'))
      await renderChoose(res, booth, { errors: {}, ...(claim && { chosen: claim.sku }) })
    else await renderClaim(res, booth, claim)
  })
  router.post('/claim', async (req, res) => {
    const form = readForm(ChooseForm, req.body)
    if (form.kind === 'refused') {
      res.status(400)
      await renderChoose(res, booth, { errors: fieldErrors(form.faults, res) })
    } else await choose(res, booth, form.form.shirt)
  })
  return router
}

const REFUSALS = {
  'out-of-stock': { status: 409, fault: 'just-gone' },
  'unknown-shirt': { status: 400, fault: 'choose' },
} as const

async function showAgain(res: Response, booth: ClaimRoutes, refusal: keyof typeof REFUSALS) {
  const { status, fault } = REFUSALS[refusal]
  res.status(status)
  await renderChoose(res, booth, { errors: fieldErrors({ shirt: fault }, res) })
}

async function choose(res: Response, booth: ClaimRoutes, sku: string): Promise<void> {
  const { registration, base } = currentAttendee(res)
  const choice = { registrationId: registration.id, shirt: toShirt(sku) }
  if (toSku(choice.shirt) !== sku) {
    await showAgain(res, booth, 'unknown-shirt')
    return
  }
  const reserved = await booth.claims.reserve(choice)
  // Whoever has a shirt already changes their mind instead.
  const outcome =
    reserved.kind === 'already-claimed' ? await booth.claims.changeOfMind(choice) : reserved
  const { kind } = outcome
  if (kind === 'out-of-stock' || kind === 'unknown-shirt') await showAgain(res, booth, kind)
  else res.redirect(303, `${base}${LEADS_TO[kind]}`)
}

/** Where each outcome leads that is not shown on the page itself, from the attendee's own address. */
const LEADS_TO = {
  reserved: '/claim',
  changed: '/claim',
  unchanged: '/claim',
  'already-handed-over': '/claim',
  expired: '/claim',
  'not-passed': '',
  'no-claim': '',
} as const

async function renderChoose(
  res: Response,
  { event, stock }: ClaimRoutes,
  { errors, chosen }: { errors: Readonly<Record<string, string>>; chosen?: string },
): Promise<void> {
  const { base } = currentAttendee(res)
  const left = await stock.stockLeft()
  const colours = coloursLeft(event, res, { left, ...(chosen !== undefined && { chosen }) })
  const links = { submit: `${base}/claim`, mission: base }
  const view = left.some((line) => line.left > 0) ? 'claim/choose' : 'claim/none-left'
  res.render(view, { colours, errors, links, scripts: [PAGE_SCRIPT] })
}

const PAGE_SCRIPT = 'claims/claim-page.browser.ts'

async function renderClaim(res: Response, { event }: ClaimRoutes, claim: Claim): Promise<void> {
  const { registration, base } = currentAttendee(res)
  const shown = {
    nickname: registration.nickname,
    tag: registration.tag,
    shirt: shirtView(event, res, claim.shirt.colour),
    size: claim.shirt.size,
    links: { mission: base, change: `${base}/claim?change=yes`, deleteMe: `${base}/delete` },
    scripts: [PAGE_SCRIPT],
  }
  if (claim.handOver) res.render('claim/handed-over', { ...shown, at: claim.handOver.at })
  else if (claim.state === 'waiting')
    res.render('claim/waiting', { ...shown, place: claim.place ?? 0 })
  else
    res.render('claim/claimed', {
      ...shown,
      code: showClaimCode(claim.code),
      qrSrc: await drawQr(claim.code, 'H'),
      holdUntil: claim.expiresAt ?? '',
    })
}
