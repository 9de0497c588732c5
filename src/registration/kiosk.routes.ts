import { Router, type Request, type Response } from 'express'
import type { Event, Language } from '../event/event.ts'
import type { Attempts } from '../platform/http/limits.ts'
import { pageLanguage } from '../platform/http/page.ts'
import {
  fieldErrors,
  parseForm,
  readForm,
  refuseHidden,
  typed,
} from '../platform/http/parse-form.ts'
import { forgetHandout, handoutRoutes, keepHandout, type HandoutPorts } from './handout.routes.ts'
import type { SuggestNicknames } from './nickname.ts'
import { noticeView } from './register.routes.ts'
import { requireKiosk, type LoginPorts } from '../staff/login.routes.ts'
import type { Presence } from './presence.ts'
import type { Register } from './register.ts'
import { consentForm, signUpForm } from './sign-up-form.ts'

export type KioskRoutes = LoginPorts &
  HandoutPorts & {
    register: Register
    suggest: SuggestNicknames
    event: Event
    kioskRegistrations: Attempts
    kioskOverflows: Attempts
    presence: Presence
  }

const SUGGESTIONS = 4

/** The touch screen: language, notice, nickname, and a tag to take away. One task a screen. */
export function kioskRoutes(booth: KioskRoutes): Router {
  const router = Router()
  router.use('/kiosk', requireKiosk(booth))
  router.get('/kiosk', async (_req, res) => {
    forgetHandout(res, booth)
    const presenceCode = (await booth.presence.shownCode()) ?? ''
    res.render('kiosk/language', { ...languageView(booth.event, res), presenceCode })
  })
  router.get('/kiosk/notice', (_req, res) => {
    res.render('kiosk/notice', {
      ...noticeView(booth.event),
      ...idleView,
      links: { agree: '/kiosk/notice', startOver: '/kiosk' },
    })
  })
  router.post('/kiosk/notice', (req, res) => {
    parseForm(consentForm(booth.event.privacy.noticeVersion), req.body)
    res.redirect(303, '/kiosk/nickname')
  })
  router.get('/kiosk/nickname', (_req, res) => {
    renderNickname(res, booth, { errors: {}, values: {} })
  })
  router.get('/kiosk/registrations', (_req, res) => {
    res.redirect(303, '/kiosk/nickname')
  })
  router.post('/kiosk/registrations', (req, res) => signUp(req, res, booth))
  handoutRoutes(router, booth)
  return router
}

const idleView = { scripts: ['registration/kiosk.browser.ts'], idleHref: '/kiosk' }

function languageView(event: Event, res: Response) {
  return {
    choices: event.languages.map((language) => ({
      language,
      href: `/kiosk/notice?lang=${language}`,
    })),
    welcome: event.texts.welcome[pageLanguage(res).language as Language],
    scripts: idleView.scripts,
  }
}

function renderNickname(
  res: Response,
  { suggest, event }: KioskRoutes,
  filled: { errors: Readonly<Record<string, string>>; values: Readonly<Record<string, string>> },
) {
  res.render('kiosk/nickname', {
    ...filled,
    ...noticeView(event),
    ...idleView,
    suggestions: suggest(pageLanguage(res).language as Language, SUGGESTIONS),
    links: { submit: '/kiosk/registrations', another: '/kiosk/nickname', startOver: '/kiosk' },
  })
}

async function signUp(req: Request, res: Response, booth: KioskRoutes) {
  const read = readForm(signUpForm(booth.event.privacy.noticeVersion), req.body)
  if (read.kind === 'refused') {
    refuseHidden(read.faults, ['nickname'])
    res.status(400)
    renderNickname(res, booth, {
      errors: fieldErrors(read.faults, res),
      values: typed(req.body, ['nickname']),
    })
    return
  }
  const { device } = res.locals['kiosk'] as { device: string }
  if (!booth.kioskRegistrations.takeIfLeft(device)) {
    await refuseCrowd(req, res, booth)
    return
  }
  const { registration, door } = await booth.register({
    nickname: read.form.nickname,
    noticeVersion: read.form.noticeVersion,
    language: pageLanguage(res).language as Language,
    by: { device },
  })
  keepHandout(res, { registration, door }, booth)
  res.redirect(303, '/kiosk/done')
}

/** More than people can do: staff are shown how often. */
async function refuseCrowd(req: Request, res: Response, booth: KioskRoutes) {
  const { device } = res.locals['kiosk'] as { device: string }
  await booth.kioskOverflows.count(device)
  const seconds = booth.kioskRegistrations.secondsLeft(device)
  res.status(429).setHeader('Retry-After', String(seconds))
  renderNickname(res, booth, {
    errors: fieldErrors({ nickname: `crowded-kiosk:${seconds}` }, res),
    values: typed(req.body, ['nickname']),
  })
}
