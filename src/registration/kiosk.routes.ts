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
import type { ServerSecrets } from '../platform/server-secrets.ts'
import { Secret } from '../shared/secret.ts'
import { toDoorView } from './door-view.routes.ts'
import type { SuggestNicknames } from './nickname.ts'
import { noticeView } from './register.routes.ts'
import { requireKiosk, type LoginPorts } from '../staff/login.routes.ts'
import type { Presence } from './presence.ts'
import type { Register } from './register.ts'
import type { Door, Registration } from './registration.ts'
import { consentForm, signUpForm } from './sign-up-form.ts'

export type KioskRoutes = LoginPorts & {
  register: Register
  suggest: SuggestNicknames
  event: Event
  secrets: ServerSecrets
  publicOrigin: string
  config: { secure: boolean }
  kioskRegistrations: Attempts
  kioskOverflows: Attempts
  presence: Presence
}

const SUGGESTIONS = 4
/** How long the last screen stays before the kiosk forgets it. */
const HANDOUT_SECONDS = 90
const HANDOUT = 'kiosk handout'

/** What the last screen shows; until `endsAt` it lives sealed in a cookie of the kiosk. */
type Handout = { nickname: string; tag: string; link: string; shortCode: string; endsAt: string }

/** The touch screen: language, notice, nickname, and a tag to take away. One task a screen. */
export function kioskRoutes(booth: KioskRoutes): Router {
  const router = Router()
  router.use('/kiosk', requireKiosk(booth))
  router.get('/kiosk', async (_req, res) => {
    forget(res, booth)
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

/** The last screen, and how the kiosk forgets it. */
function handoutRoutes(router: Router, booth: KioskRoutes): void {
  router.get('/kiosk/done', (req, res) =>
    showHandout(req, res, {
      booth,
      view: 'kiosk/done',
      links: { done: '/kiosk/done', slip: '/kiosk/slip' },
    }),
  )
  router.get('/kiosk/slip', (req, res) =>
    showHandout(req, res, { booth, view: 'kiosk/slip', links: { back: '/kiosk/done' } }),
  )
  router.post('/kiosk/done', (_req, res) => {
    forget(res, booth)
    // Browsers heed it over HTTPS only. Cookies stay out of it: the kiosk would un-enrol itself.
    if (booth.config.secure) res.setHeader('Clear-Site-Data', '"cache", "storage"')
    res.redirect(303, '/kiosk')
  })
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
  const handout = toHandout(registration, door, booth.now())
  const sealed = booth.secrets.seal(new Secret(JSON.stringify(handout)), HANDOUT)
  booth.cookies.write(res, 'handout', { value: sealed, seconds: HANDOUT_SECONDS })
  res.redirect(303, '/kiosk/done')
}

function toHandout({ nickname, tag }: Registration, door: Door, now: Date): Handout {
  return {
    nickname,
    tag,
    link: door.link.use((link) => link),
    shortCode: door.shortCode,
    endsAt: new Date(now.getTime() + HANDOUT_SECONDS * 1000).toISOString(),
  }
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

type Shown = { booth: KioskRoutes; view: string; links: Readonly<Record<string, string>> }

async function showHandout(req: Request, res: Response, { booth, view, links }: Shown) {
  const sealed = booth.cookies.read(req, 'handout') ?? ''
  const handout = booth.secrets.open(sealed, HANDOUT)?.use((json) => JSON.parse(json) as Handout)
  const secondsLeft = handout ? secondsUntil(handout.endsAt, booth.now()) : 0
  if (!handout || secondsLeft <= 0) {
    res.redirect(303, '/kiosk')
    return
  }
  const { nickname, tag, link, shortCode } = handout
  res.render(view, {
    nickname,
    tag,
    door: await toDoorView({ link: new Secret(link), shortCode }, booth.publicOrigin),
    secondsLeft,
    scripts: idleView.scripts,
    idleHref: '/kiosk',
    links,
  })
}

function secondsUntil(iso: string, now: Date): number {
  return Math.ceil((Date.parse(iso) - now.getTime()) / 1000)
}

/** Nothing of the last person stays: neither what they were handed nor their language. */
function forget(res: Response, { cookies }: KioskRoutes) {
  cookies.clear(res, 'handout')
  cookies.clear(res, 'language')
}
