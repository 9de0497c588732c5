import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { chosen } from '../platform/http/chosen.ts'
import { fieldErrors, line, readForm } from '../platform/http/parse-form.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { toShirt, toSku } from '../stock/sku.ts'
import { isLiving } from './claim.ts'
import { renderChoose, type ChooseRoutes } from './choose-page.routes.ts'
import { renderClaim } from './claim-page.routes.ts'
import type { Choice } from './reserve.ts'
import { offlineCopy, type OfflineCopyPorts } from './offline-copy.routes.ts'

export type ClaimRoutes = OfflineCopyPorts &
  ChooseRoutes & { hasPassed: (registrationId: string) => Promise<boolean> }

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
  router.get('/claim', offlineCopy(booth), (req, res) => showClaim(req, res, booth))
  router.get(['/claim/wait', '/claim/give-up'], (_req, res) => {
    res.redirect(303, `${currentAttendee(res).base}/claim`)
  })
  router.post('/claim', (req, res) => choose(req, res, { booth, by: reserveOrChange }))
  router.post('/claim/wait', (req, res) => choose(req, res, { booth, by: wait }))
  router.post('/claim/give-up', async (_req, res) => {
    const { registration, base } = currentAttendee(res)
    await booth.claims.giveUpClaim(registration.id)
    res.redirect(303, `${base}/claim`)
  })
  return router
}

async function showClaim(req: Request, res: Response, booth: ClaimRoutes): Promise<void> {
  const { registration } = currentAttendee(res)
  const change = chosen(req, 'change', ['yes'])
  const claim = await booth.claims.claimOf(registration.id)
  const choosing = !claim || !isLiving(claim)
  if (choosing || (change === 'yes' && claim.state !== 'handed'))
    await renderChoose(res, booth, { errors: {}, claim })
  else await renderClaim(res, booth, claim)
}

type Taking = { booth: ClaimRoutes; by: (booth: ClaimRoutes, choice: Choice) => Promise<Taken> }
type Taken = { kind: keyof typeof REFUSALS | keyof typeof LEADS_TO }

/** Whoever has a shirt already changes their mind instead. */
async function reserveOrChange({ claims }: ClaimRoutes, choice: Choice): Promise<Taken> {
  const reserved = await claims.reserve(choice)
  return reserved.kind === 'already-claimed' ? claims.changeOfMind(choice) : reserved
}

function wait({ claims }: ClaimRoutes, choice: Choice): Promise<Taken> {
  return claims.waitForShirt(choice)
}

const REFUSALS = {
  'day-full': { status: 409, fault: 'choose' },
  'not-earned': { status: 409, fault: 'choose' },
  'out-of-stock': { status: 409, fault: 'just-gone' },
  'unknown-shirt': { status: 400, fault: 'choose' },
} as const

/** Where each outcome leads that is not shown on the page itself, from the attendee's own address. */
const LEADS_TO = {
  reserved: '/claim',
  waiting: '/claim',
  changed: '/claim',
  unchanged: '/claim',
  'already-claimed': '/claim',
  'already-handed-over': '/claim',
  expired: '/claim',
  'not-passed': '',
  'no-claim': '',
} as const

async function choose(req: Request, res: Response, { booth, by }: Taking): Promise<void> {
  const { registration, base } = currentAttendee(res)
  const form = readForm(ChooseForm, req.body)
  if (form.kind === 'refused') {
    await showAgain(res.status(400), booth, { faults: form.faults })
    return
  }
  const { shirt: sku } = form.form
  const shirt = toShirt(sku)
  const { kind } =
    toSku(shirt) === sku
      ? await by(booth, { registrationId: registration.id, shirt })
      : ({ kind: 'unknown-shirt' } as const)
  if (!isRefused(kind)) {
    res.redirect(303, `${base}${LEADS_TO[kind]}`)
    return
  }
  const { status, fault } = REFUSALS[kind]
  const gone = kind === 'out-of-stock' ? shirt : undefined
  await showAgain(res.status(status), booth, { faults: { shirt: fault }, gone })
}

function isRefused(kind: Taken['kind']): kind is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, kind)
}

type Again = { faults: Readonly<Record<string, string>>; gone?: Choice['shirt'] | undefined }

async function showAgain(res: Response, booth: ClaimRoutes, { faults, gone }: Again) {
  const claim = await booth.claims.claimOf(currentAttendee(res).registration.id)
  await renderChoose(res, booth, { errors: fieldErrors(faults, res), claim, gone })
}
