import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { CookieJar } from '../platform/http/cookies.ts'
import { fieldErrors, line, readForm, typed } from '../platform/http/parse-form.ts'
import { Secret } from '../shared/secret.ts'
import type { Enrol, FindEnrolment } from './enrol.ts'
import { faultOfPin, PASSPHRASE } from './pin.ts'
import type { EnrolmentKind } from './staff.ts'
import type { ClosedEnrolment, Enrolment } from './staff-store.ts'

export type EnrolRoutes = { findEnrolment: FindEnrolment; enrol: Enrol; cookies: CookieJar }

const name = line(40)
const pin = z
  .string({ error: 'missing' })
  .trim()
  .min(1, 'missing')
  .superRefine((typed, context) => {
    const fault = faultOfPin(typed)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
const passphrase = line(PASSPHRASE.most).refine(
  (text) => text.length >= PASSPHRASE.least,
  `too-short:${PASSPHRASE.least}`,
)
/** A kiosk has nobody who would know a PIN. */
const FORMS = {
  kiosk: z.object({ name }),
  scan: z.object({ name, pin }),
  lead: z.object({ name, pin }),
  admin: z.object({ name, pin, passphrase }),
} as const
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
    const form = readForm<z.ZodObject>(FORMS[roleOf(enrolment)], req.body)
    if (form.kind === 'refused') {
      res.status(400)
      renderEnrol(req, res, { enrolment, errors: fieldErrors(form.faults, res) })
      return
    }
    await enrolThisDevice(req, res, { booth, form: form.form as EnrolForm })
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

type EnrolForm = { name: string; pin?: string; passphrase?: string }

async function enrolThisDevice(
  req: Request,
  res: Response,
  { booth, form }: { booth: EnrolRoutes; form: EnrolForm },
): Promise<void> {
  const label = describeBrowser(req.get('user-agent') ?? '')
  const { name, pin, passphrase } = form
  const outcome = await booth.enrol(String(req.params['token']), {
    ...{ name, label },
    ...(pin !== undefined && { pin: new Secret(pin) }),
    ...(passphrase !== undefined && { passphrase: new Secret(passphrase) }),
  })
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
    role: roleOf(enrolment),
    passphraseLength: PASSPHRASE.least,
    values: typed(req.body, ['name']),
    errors,
    links: { submit: req.path },
    scripts: ['platform/browser/enhancements.browser.ts'],
  })
}

function roleOf(enrolment: EnrolmentKind): keyof typeof FORMS {
  return enrolment.kind === 'kiosk' ? 'kiosk' : enrolment.role
}

function renderClosed(res: Response, reason: ClosedEnrolment) {
  res.status(reason === 'unknown' ? 404 : 410).render('staff/enrol-closed', { reason })
}
