import { Router, type Response } from 'express'
import type { Event, Language } from '../event/event.ts'
import type { Attempts } from '../platform/http/limits.ts'
import { fieldErrors, readForm, typed } from '../platform/http/parse-form.ts'
import { pageLanguage } from '../platform/http/page.ts'
import type { Register } from './register.ts'
import { signUpForm } from './sign-up-form.ts'
import type { SuggestNicknames } from './nickname.ts'

export type RegisterRoutes = {
  register: Register
  suggest: SuggestNicknames
  event: Event
  /** Counted for the whole booth: hundreds share one address. */
  ownRegistrations: Attempts
}

const SUGGESTIONS = 3

/** Signing up on one's own device: one page, then straight on to the mission. */
export function registerRoutes(booth: RegisterRoutes): Router {
  const router = Router()
  const form = signUpForm(booth.event.privacy.noticeVersion)

  router.get('/register', (_req, res) => {
    renderRegister(res, booth, { errors: {}, values: {} })
  })

  router.post('/register', async (req, res) => {
    const read = readForm(form, req.body)
    if (read.kind === 'refused') {
      // Who agreed to another notice than the one in force agrees anew.
      const { noticeVersion: changed, consent = changed, ...faults } = read.faults
      res.status(400)
      renderRegister(res, booth, {
        errors: fieldErrors({ ...faults, ...(consent !== undefined && { consent }) }, res),
        values: typed(req.body, changed === undefined ? ['nickname', 'consent'] : ['nickname']),
      })
      return
    }
    await booth.ownRegistrations.take('booth')
    const { nickname, noticeVersion } = read.form
    const language = pageLanguage(res).language as Language
    const { door } = await booth.register({ nickname, noticeVersion, language })
    door.link.use((link) => {
      res.redirect(303, `/m/${link}`)
    })
  })
  return router
}

function renderRegister(
  res: Response,
  { suggest, event }: RegisterRoutes,
  filled: { errors: Readonly<Record<string, string>>; values: Readonly<Record<string, string>> },
) {
  const { language } = pageLanguage(res)
  res.render('registration/register', {
    ...filled,
    ...noticeView(event),
    welcome: event.texts.welcome[language as Language],
    suggestions: suggest(language as Language, SUGGESTIONS),
    presenceNeeded: false,
    links: { submit: '/register', go: '/go' },
    scripts: ['platform/browser/enhancements.browser.ts'],
  })
}

/** What `views/layout/_notice.ejs` needs. */
export function noticeView(event: Event) {
  const { noticeVersion, retentionDays } = event.privacy
  return { notice: { version: noticeVersion, retentionDays } }
}
