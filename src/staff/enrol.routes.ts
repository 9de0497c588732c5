import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { CookieJar } from '../platform/http/cookies.ts'
import { fieldErrors, line, readForm, typed } from '../platform/http/parse-form.ts'
import type { Enrol, FindEnrolment } from './enrol.ts'
import type { ClosedEnrolment, Enrolment } from './staff-store.ts'

export type EnrolRoutes = { findEnrolment: FindEnrolment; enrol: Enrol; cookies: CookieJar }

const EnrolForm = z.object({ name: line(40) })
const LONGEST_TOKEN = 64

/** Opening a one-time link shows what it would do; only the button enrols the device. */
export function enrolRoutes(booth: EnrolRoutes): Router {
  const router = Router()
  router.get('/enrol/:token', async (req, res) => {
    const enrolment = await find(req, booth)
    if (typeof enrolment === 'string') renderClosed(res, enrolment)
    else renderEnrol(req, res, { enrolment, errors: {} })
  })
  router.post('/enrol/:token', async (req, res) => {
    const enrolment = await find(req, booth)
    if (typeof enrolment === 'string') {
      renderClosed(res, enrolment)
      return
    }
    const form = readForm(EnrolForm, req.body)
    if (form.kind === 'refused') {
      res.status(400)
      renderEnrol(req, res, { enrolment, errors: fieldErrors(form.faults, res) })
      return
    }
    await enrolThisDevice(req, res, { booth, name: form.form.name })
  })
  return router
}

async function find(
  req: Request,
  { findEnrolment }: EnrolRoutes,
): Promise<Enrolment | ClosedEnrolment> {
  const token = req.params['token']
  return typeof token === 'string' && token.length <= LONGEST_TOKEN
    ? findEnrolment(token)
    : 'unknown'
}

async function enrolThisDevice(
  req: Request,
  res: Response,
  { booth, name }: { booth: EnrolRoutes; name: string },
): Promise<void> {
  const label = describeBrowser(req.get('user-agent') ?? '')
  const outcome = await booth.enrol(String(req.params['token']), { name, label })
  if (outcome.kind === 'closed') {
    renderClosed(res, outcome.reason)
    return
  }
  const { login, cookie, seconds } = outcome
  cookie.use((value) => {
    booth.cookies.write(res, login.kind, { value, seconds })
  })
  res.redirect(303, login.kind === 'kiosk' ? '/kiosk' : '/staff')
}

/** What staff will recognise among several phones. */
function describeBrowser(agent: string): string {
  const known = ['iPhone', 'iPad', 'Android', 'Macintosh', 'Windows', 'CrOS', 'Linux']
  return known.find((word) => agent.includes(word)) ?? 'Browser'
}

function renderEnrol(
  req: Request,
  res: Response,
  { enrolment, errors }: { enrolment: Enrolment; errors: Readonly<Record<string, string>> },
) {
  res.render('staff/enrol', {
    role: enrolment.kind === 'kiosk' ? 'kiosk' : enrolment.role,
    values: typed(req.body, ['name']),
    errors,
    links: { submit: req.path },
  })
}

function renderClosed(res: Response, reason: ClosedEnrolment) {
  res.status(reason === 'unknown' ? 404 : 410).render('staff/enrol-closed', { reason })
}
