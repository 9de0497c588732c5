import { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import type { CookieJar } from '../platform/http/cookies.ts'
import { line, readForm } from '../platform/http/parse-form.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { Problem } from '../shared/problem.ts'
import { Secret } from '../shared/secret.ts'
import { currentStaff, findStaffLogin, renderLocked, type LoginPorts } from './login.routes.ts'
import { PASSPHRASE } from './pin.ts'
import type { StaffStore } from './staff-store.ts'
import type { ProofRefusal, Proving, Raise, Unlock } from './unlock.ts'

export type UnlockRoutes = LoginPorts & {
  cookies: CookieJar
  staff: StaffStore
  unlock: Unlock
  raise: Raise
}

const LONGEST_PIN = 8
const PinForm = z.object({ pin: line(LONGEST_PIN) })
const PassphraseForm = z.object({ passphrase: line(PASSPHRASE.most) })

/** Stands before `requireStaff`: a locked phone may do nothing but this. */
export function unlockPhone(booth: UnlockRoutes): RequestHandler {
  return async (req, res) => {
    const { login, hash } = await findStaffLogin(req, res, booth)
    if (!login.isLocked) {
      res.redirect(303, '/staff')
      return
    }
    const form = readForm(PinForm, req.body)
    const outcome =
      form.kind === 'form'
        ? await booth.unlock({ login, hash, given: new Secret(form.form.pin) })
        : ({ kind: 'wrong' } as const)
    if (outcome.kind !== 'unlocked') {
      renderLocked(res, login, sentence(res, 'pin', outcome))
      return
    }
    outcome.cookie.use((value) => {
      booth.cookies.write(res, 'staff', { value, seconds: outcome.seconds })
    })
    res.redirect(303, '/staff')
  }
}

/** Behind `requireStaff`: lock the phone; type the passphrase. */
export function proofRoutes(booth: UnlockRoutes): Router {
  const router = Router()
  router.post('/lock', async (req, res) => {
    const { hash } = await findStaffLogin(req, res, booth)
    await booth.staff.lock(hash)
    res.redirect(303, '/staff')
  })
  router.get('/passphrase', (_req, res) => {
    requireAdmin(res)
    renderPassphrase(res, '')
  })
  router.post('/passphrase', async (req, res) => {
    requireAdmin(res)
    await typePassphrase(req, res, booth)
  })
  return router
}

async function typePassphrase(req: Request, res: Response, booth: UnlockRoutes): Promise<void> {
  const { login, hash } = await findStaffLogin(req, res, booth)
  const form = readForm(PassphraseForm, req.body)
  const proving = (given: string): Proving => ({ login, hash, given: new Secret(given) })
  const outcome =
    form.kind === 'form'
      ? await booth.raise(proving(form.form.passphrase))
      : ({ kind: 'wrong' } as const)
  if (outcome.kind === 'raised') res.redirect(303, '/staff/phones')
  else {
    res.status(403)
    renderPassphrase(res, sentence(res, 'passphrase', outcome))
  }
}

function requireAdmin(res: Response): void {
  if (currentStaff(res).role !== 'admin') throw new Problem('lead-only')
}

function renderPassphrase(res: Response, error: string): void {
  res.render('staff/passphrase', {
    errors: { passphrase: error },
    links: { submit: '/staff/passphrase', back: '/staff/phones' },
    scripts: ['platform/browser/enhancements.browser.ts'],
  })
}

function sentence(res: Response, field: 'pin' | 'passphrase', refusal: ProofRefusal): string {
  const { t } = pageLanguage(res)
  return refusal.kind === 'wait'
    ? t('staff:locked.wait', { count: refusal.seconds })
    : t(`staff:locked.${field}Wrong`)
}
