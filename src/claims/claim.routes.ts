import { Router, type Response } from 'express'
import { z } from 'zod'
import type { Event } from '../event/event.ts'
import { prizesEarned } from '../event/prizes.ts'
import { drawQr } from '../platform/draw-qr.ts'
import { chosen } from '../platform/http/chosen.ts'
import { fieldErrors, line, readForm } from '../platform/http/parse-form.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { prizeOf, toShirt, toSku } from '../stock/sku.ts'
import type { Stock } from '../stock/stock.ts'
import { showClaimCode } from './claim-code.ts'
import type { Claim } from './claim.ts'
import { coloursLeft, shirtView } from './claim-view.routes.ts'
import type { Claims } from './claims.ts'
import type { ShareOfDay } from './share-of-day.ts'
import { shareViews } from './share-view.routes.ts'
import { offlineCopy, type OfflineCopyPorts } from './offline-copy.routes.ts'

export type ClaimRoutes = OfflineCopyPorts & {
  event: Event
  claims: Claims
  stock: Stock
  hasPassed: (registrationId: string) => Promise<boolean>
  passedMissions: (registrationId: string) => Promise<readonly string[]>
  now: () => Date
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
  router.get('/claim', offlineCopy(booth), async (req, res) => {
    const { registration } = currentAttendee(res)
    const change = chosen(req, 'change', ['yes'])
    const claim = await booth.claims.claimOf(registration.id)
    const choosing = !claim || !isLiving(claim)
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
  'day-full': { status: 409, fault: 'choose' },
  'not-earned': { status: 409, fault: 'choose' },
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
  if (isRefused(kind)) await showAgain(res, booth, kind)
  else res.redirect(303, `${base}${LEADS_TO[kind]}`)
}

function isRefused(kind: string): kind is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, kind)
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

/** Only what the passed missions earn; a prize whose share of today is claimed says when there is more. */
async function renderChoose(
  res: Response,
  booth: ClaimRoutes,
  { errors, chosen }: { errors: Readonly<Record<string, string>>; chosen?: string },
): Promise<void> {
  const { base } = currentAttendee(res)
  const { event, now } = booth
  const { prizes, full } = await offeredTo(res, booth)
  const left = await booth.stock.stockLeft()
  const colours = coloursLeft(event, res, { left, prizes, ...(chosen !== undefined && { chosen }) })
  const view = colours.some((colour) => colour.left > 0) ? 'claim/choose' : 'claim/none-left'
  res.render(view, {
    colours,
    full: shareViews(event, res, { shares: full, now: now() }),
    errors,
    links: { submit: `${base}/claim`, mission: base },
    scripts: [PAGE_SCRIPT],
  })
}

/** Whoever has one of them may always change to another of its kind: that takes no other share. */
async function offeredTo(res: Response, { event, claims, passedMissions }: ClaimRoutes) {
  const { id } = currentAttendee(res).registration
  const [passed, shares, claim] = await Promise.all([
    passedMissions(id),
    claims.sharesToday(),
    claims.claimOf(id),
  ])
  const earned = prizesEarned(event, passed)
  const own = claim && isLiving(claim) ? prizeOf(claim.shirt) : undefined
  const isFull = ({ prize, left }: ShareOfDay) => left === 0 && prize !== own
  const full = shares.filter((share) => isFull(share) && earned.includes(share.prize))
  return { prizes: earned.filter((prize) => full.every((share) => share.prize !== prize)), full }
}

function isLiving({ state }: Claim): boolean {
  return state !== 'expired' && state !== 'cancelled'
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
  if (claim.handOver)
    res.render('claim/handed-over', {
      ...shown,
      at: claim.handOver.at,
      pickedUpBy: claim.pickedUpBy ?? '',
    })
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
