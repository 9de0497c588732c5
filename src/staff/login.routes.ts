import type { Request, RequestHandler, Response } from 'express'
import type { CookieJar } from '../platform/http/cookies.ts'
import { Problem } from '../shared/problem.ts'
import { mayLead, type Kiosk, type Login, type StaffLogin } from './staff.ts'
import type { StaffStore } from './staff-store.ts'

export type LoginPorts = {
  staff: StaffStore
  cookies: CookieJar
  now: () => Date
  hashOf: (token: string) => string
  /** A token of the login that only pages of this login know; forms of staff carry it. */
  formToken: (cookie: string) => string
}

/** Lets enrolled staff phones pass; every POST must carry the login's own form token. @throws Problem staff-only */
export function requireStaff(ports: LoginPorts): RequestHandler {
  return async (req, res, next) => {
    const { login } = await findStaffLogin(req, res, ports)
    if (login.isLocked) {
      renderLocked(res, login)
      return
    }
    res.locals['staff'] = login satisfies StaffLogin
    res.locals['mount'] = '/staff'
    next()
  }
}

/** The login behind the phone's cookie, locked or not. @throws Problem staff-only, another-site */
export async function findStaffLogin(
  req: Request,
  res: Response,
  ports: LoginPorts,
): Promise<{ login: StaffLogin; hash: string }> {
  const found = await findLogin(ports.cookies.read(req, 'staff'), ports)
  if (found?.login.kind !== 'staff') throw new Problem('staff-only')
  const formToken = ports.formToken(found.cookie)
  const body = (req.body ?? {}) as { formToken?: unknown }
  if (req.method === 'POST' && body.formToken !== formToken) throw new Problem('another-site')
  res.locals['formToken'] = formToken
  return { login: found.login, hash: found.hash }
}

/** In place of any page of a locked phone: who it belongs to, and its PIN. */
export function renderLocked(res: Response, { name }: StaffLogin, error = ''): void {
  res.status(403).render('staff/locked', {
    name,
    errors: { pin: error },
    links: { submit: '/staff/unlock' },
    scripts: ['platform/browser/enhancements.browser.ts'],
  })
}

/** @throws Problem lead-only */
export const requireLead: RequestHandler = (_req, res, next) => {
  if (!mayLead(currentStaff(res))) throw new Problem('lead-only')
  next()
}

/** Lets enrolled kiosks pass. @throws Problem kiosk-only */
export function requireKiosk(ports: LoginPorts): RequestHandler {
  return async (req, res, next) => {
    const found = await findLogin(ports.cookies.read(req, 'kiosk'), ports)
    if (found?.login.kind !== 'kiosk') throw new Problem('kiosk-only')
    const { device, label } = found.login
    res.locals['kiosk'] = { device, label } satisfies Kiosk
    next()
  }
}

/** Who holds the phone that sent this request; only behind `requireStaff`. */
export function currentStaff(res: Response): StaffLogin {
  return res.locals['staff'] as StaffLogin
}

/** The login behind a cookie, whatever device it is of. */
export async function findLogin(
  cookie: string | undefined,
  { staff, now, hashOf }: LoginPorts,
): Promise<{ login: Login; hash: string; cookie: string } | undefined> {
  if (cookie === undefined || cookie === '') return undefined
  const hash = hashOf(cookie)
  const login = await staff.findLogin(hash, now().toISOString())
  return login && { login, hash, cookie }
}
