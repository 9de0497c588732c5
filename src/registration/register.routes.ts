import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Event, Language } from '../event/event.ts'
import type { Turns } from '../platform/http/limits.ts'
import {
  fieldErrors,
  line,
  readForm,
  typed,
  type FieldFaults,
} from '../platform/http/parse-form.ts'
import { pageLanguage } from '../platform/http/page.ts'
import type { Presence } from './presence.ts'
import type { Register } from './register.ts'
import { signUpForm } from './sign-up-form.ts'
import type { SuggestNicknames } from './nickname.ts'

export type RegisterRoutes = {
  register: Register
  suggest: SuggestNicknames
  event: Event
  /** Counted for the whole booth: hundreds share one address. */
  ownRegistrations: Turns
  presence: Presence
}

const SUGGESTIONS = 3

/** Signing up on one's own device: one page, then straight on to the mission. */
export function registerRoutes(booth: RegisterRoutes): Router {
  const router = Router()
  const form = signUpForm(booth.event.privacy.noticeVersion)

  router.get('/register', (_req, res) => renderRegister(res, booth, { errors: {}, values: {} }))
  router.post('/register', async (req, res) => {
    const read = readForm(form, req.body)
    const faults = {
      ...(await presenceFault(req.body, booth)),
      ...(read.kind === 'refused' && read.faults),
    }
    if (read.kind === 'refused' || Object.keys(faults).length > 0)
      await showAgain(req, res, { booth, faults })
    else if (booth.ownRegistrations.takeIfLeft('booth')) await signUp(res, read.form, booth)
    else await refuseCrowd(req, res, booth)
  })
  return router
}

type SignUpForm = { nickname: string; noticeVersion: string }

async function signUp(
  res: Response,
  { nickname, noticeVersion }: SignUpForm,
  { register }: RegisterRoutes,
): Promise<void> {
  const language = pageLanguage(res).language as Language
  const { door } = await register({ nickname, noticeVersion, language })
  door.link.use((link) => {
    res.redirect(303, `/m/${link}`)
  })
}

const PresenceForm = z.object({ presence: line(40) })

/** The code on the kiosk's screen, where it is asked for. */
async function presenceFault(body: unknown, { presence }: RegisterRoutes): Promise<FieldFaults> {
  if (!(await presence.isOn())) return {}
  const read = readForm(PresenceForm, body)
  if (read.kind === 'refused') return read.faults
  return presence.accepts(read.form.presence) ? {} : { presence: 'wrong-presence' }
}

async function showAgain(
  req: Request,
  res: Response,
  { booth, faults }: { booth: RegisterRoutes; faults: FieldFaults },
): Promise<void> {
  // Who agreed to another notice than the one in force agrees anew.
  const { noticeVersion: changed, consent = changed, ...others } = faults
  res.status(400)
  await renderRegister(res, booth, {
    errors: fieldErrors({ ...others, ...(consent !== undefined && { consent }) }, res),
    values: typed(req.body, changed === undefined ? KEPT : KEPT.slice(1)),
  })
}

const KEPT = ['consent', 'nickname', 'presence']

/** Nothing typed is lost; the kiosk has a limit of its own. */
async function refuseCrowd(req: Request, res: Response, booth: RegisterRoutes): Promise<void> {
  const seconds = booth.ownRegistrations.secondsLeft('booth')
  res.status(429).setHeader('Retry-After', String(seconds))
  await renderRegister(res, booth, {
    errors: fieldErrors({ nickname: `crowded:${seconds}` }, res),
    values: typed(req.body, KEPT),
  })
}

async function renderRegister(
  res: Response,
  { suggest, event, presence }: RegisterRoutes,
  filled: { errors: Readonly<Record<string, string>>; values: Readonly<Record<string, string>> },
): Promise<void> {
  const { language } = pageLanguage(res)
  res.render('registration/register', {
    ...filled,
    ...noticeView(event),
    welcome: event.texts.welcome[language as Language],
    suggestions: suggest(language as Language, SUGGESTIONS),
    presenceNeeded: await presence.isOn(),
    links: { submit: '/register', go: '/go' },
    scripts: ['platform/browser/enhancements.browser.ts'],
  })
}

/** What `views/layout/_notice.ejs` needs. */
export function noticeView(event: Event) {
  const { noticeVersion, retentionDays } = event.privacy
  return { notice: { version: noticeVersion, retentionDays } }
}
