import type { Request, Response, Router } from 'express'
import type { CookieJar } from '../platform/http/cookies.ts'
import type { ServerSecrets } from '../platform/server-secrets.ts'
import { Secret } from '../shared/secret.ts'
import { toDoorView } from './door-view.routes.ts'
import type { Door, Registration } from './registration.ts'

export type HandoutPorts = {
  cookies: CookieJar
  secrets: ServerSecrets
  now: () => Date
  publicOrigin: string
  config: { secure: boolean }
}

/** How long the last screen stays before the kiosk forgets it. */
const HANDOUT_SECONDS = 90
const HANDOUT = 'kiosk handout'

/** What the last screen shows; until `endsAt` it lives sealed in a cookie of the kiosk. */
type Handout = { nickname: string; tag: string; link: string; shortCode: string; endsAt: string }

/** Keeps what somebody takes away from the kiosk, for as long as the last screen stays. */
export function keepHandout(
  res: Response,
  { registration, door }: { registration: Registration; door: Door },
  { cookies, secrets, now }: HandoutPorts,
): void {
  const handout: Handout = {
    nickname: registration.nickname,
    tag: registration.tag,
    link: door.link.use((link) => link),
    shortCode: door.shortCode,
    endsAt: new Date(now().getTime() + HANDOUT_SECONDS * 1000).toISOString(),
  }
  const sealed = secrets.seal(new Secret(JSON.stringify(handout)), HANDOUT)
  cookies.write(res, 'handout', { value: sealed, seconds: HANDOUT_SECONDS })
}

/** The last screen, its slip of paper, and how the kiosk forgets both. */
export function handoutRoutes(router: Router, booth: HandoutPorts): void {
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
    forgetHandout(res, booth)
    // Browsers heed it over HTTPS only. Cookies stay out of it: the kiosk would un-enrol itself.
    if (booth.config.secure) res.setHeader('Clear-Site-Data', '"cache", "storage"')
    res.redirect(303, '/kiosk')
  })
}

/** Nothing of the last person stays: neither what they were handed nor their language. */
export function forgetHandout(res: Response, { cookies }: Pick<HandoutPorts, 'cookies'>): void {
  cookies.clear(res, 'handout')
  cookies.clear(res, 'language')
}

type Shown = { booth: HandoutPorts; view: string; links: Readonly<Record<string, string>> }

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
    scripts: ['registration/kiosk.browser.ts'],
    idleHref: '/kiosk',
    links,
  })
}

function secondsUntil(iso: string, now: Date): number {
  return Math.ceil((Date.parse(iso) - now.getTime()) / 1000)
}
