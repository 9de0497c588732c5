import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Claim } from '../claims/claim.ts'
import type { Found } from '../claims/claim-store.ts'
import { coloursLeft, shirtView } from '../claims/claim-view.routes.ts'
import { prizesEarned } from '../event/prizes.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, parseForm, readForm, typed } from '../platform/http/parse-form.ts'
import { Problem } from '../shared/problem.ts'
import { renderAnswer, showAnswer } from './desk-answer.routes.ts'
import type { DeskRoutes } from './desk.routes.ts'
import { currentStaff } from './login.routes.ts'
import { mayLead } from './staff.ts'
import { staffBar } from './staff-bar.ts'
import { findShirt, scanId, toCounted, toTap } from './tap-form.routes.ts'

const SearchForm = z.object({ text: line(80) })
const TagForm = z.object({ tag: line(40) })
const ReserveForm = TagForm.extend({ shirt: line(24), scanId })

/** Somebody without their phone: found by code, tag or nickname, and helped from there as after a scan. */
export function peopleRoutes(booth: DeskRoutes): Router {
  const router = Router()
  router.get(['/searches', '/choices', '/reservations'], (_req, res) => {
    res.redirect(303, '/staff')
  })
  router.post('/searches', (req, res) => search(req, res, booth))
  router.post('/choices', async (req, res) => {
    const { tag } = parseForm(TagForm, req.body)
    await renderChoices(res, booth, { found: await findByTag(booth, tag), error: '' })
  })
  router.post('/reservations', (req, res) => reserve(req, res, booth))
  return router
}

async function search(req: Request, res: Response, booth: DeskRoutes): Promise<void> {
  const member = currentStaff(res)
  await booth.deskLimits.allow(toCounted('look-up', res))
  const form = readForm(SearchForm, req.body)
  const found = form.kind === 'form' ? await booth.claims.search(form.form.text) : []
  if (form.kind === 'refused') res.status(400)
  res.render('staff/found', {
    values: typed(req.body, ['text']),
    errors: form.kind === 'refused' ? fieldErrors(form.faults, res) : {},
    people: found.map((one) => toPersonView(one, booth, res)),
    links: { ...staffBar(member), search: '/staff/searches' },
    scripts: [],
  })
}

/** Where somebody stands, and the one step that helps: a name in `staff:found.state`. */
function stateOf({ owner, claim, passed }: Found, eventId: string): string {
  const isOurs = claim ? claim.event === eventId : owner?.tag.startsWith(`${eventId}-`)
  if (!isOurs) return 'other-event'
  if (claim && claim.state !== 'cancelled') return claim.state
  return passed.length > 0 ? 'passed' : 'not-passed'
}

function toPersonView(found: Found, booth: DeskRoutes, res: Response) {
  const { owner = { nickname: '', tag: '' }, claim } = found
  const state = stateOf(found, booth.event.id)
  return {
    nickname: owner.nickname,
    tag: owner.tag,
    state,
    ...(claim ? chosenView(claim, booth, res) : { shirt: null }),
    ...nextStep(state, { ...owner, claim, newToken: booth.newToken }, mayLead(currentStaff(res))),
  }
}

function chosenView({ shirt, place = 0 }: Claim, { event }: DeskRoutes, res: Response) {
  return { shirt: shirtView(event, res, shirt.colour), size: shirt.size, place }
}

type Known = { claim: Found['claim']; tag: string; newToken: () => string }

function nextStep(state: string, { claim, tag, newToken }: Known, isLead: boolean) {
  if (state === 'other-event') return {}
  if (state === 'passed') return { choose: '/staff/choices' }
  if (state === 'not-passed') return isLead ? { passHref: `/staff/room?tag=${tag}` } : {}
  return claim ? { lookUp: { href: '/staff/look-ups', code: claim.code, scanId: newToken() } } : {}
}

/** @throws Problem bad-form naming the tag, when nobody of this event who passed has it */
async function findByTag({ claims, event }: DeskRoutes, tag: string): Promise<Found> {
  const found = (await claims.search(tag)).find(({ owner }) => owner?.tag === tag)
  if (!found || found.passed.length === 0 || !tag.startsWith(`${event.id}-`))
    throw new Problem('bad-form', { field: 'tag' })
  return found
}

/** The person has chosen at the desk: from here on it is as after a scan. */
async function reserve(req: Request, res: Response, booth: DeskRoutes): Promise<void> {
  const { tag, shirt: sku, ...tap } = parseForm(ReserveForm, req.body)
  const shirt = findShirt(booth.event, sku)
  if (!shirt) throw new Problem('bad-form', { field: 'shirt' })
  await booth.deskLimits.allow(toCounted('hand-over', res, tap.scanId))
  const found = await findByTag(booth, tag)
  const registrationId = found.owner?.registrationId ?? ''
  const outcome = await booth.claims.reserve({ registrationId, shirt })
  if ('claim' in outcome) {
    const { code } = outcome.claim
    const answer = await booth.claims.lookUp({ ...toTap(tap, res), typed: code })
    await showAnswer(res, booth, { outcome: answer, code, scanId: tap.scanId })
  } else if (outcome.kind === 'out-of-stock' || outcome.kind === 'day-full') {
    const error = pageLanguage(res).t(`staff:choose.${outcome.kind}`)
    await renderChoices(res.status(409), booth, { found, error })
  } else throw new Problem('bad-form', { field: outcome.kind === 'not-passed' ? 'tag' : 'shirt' })
}

async function renderChoices(
  res: Response,
  { event, stock, newToken }: DeskRoutes,
  { found, error }: { found: Found; error: string },
): Promise<void> {
  const left = await stock.stockLeft()
  renderAnswer(res, 'staff/choose', {
    nickname: found.owner?.nickname ?? '',
    tag: found.owner?.tag ?? '',
    scanId: newToken(),
    error,
    colours: coloursLeft(event, res, {
      left: left.filter((one) => one.left > 0),
      prizes: prizesEarned(event, found.passed),
    }),
    links: { next: '/staff', reserve: '/staff/reservations' },
  })
}
