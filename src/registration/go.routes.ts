import { Router, type Response } from 'express'
import { z } from 'zod'
import { networkOf } from '../platform/http/address-ceiling.ts'
import { fieldErrors, line, readForm, typed } from '../platform/http/parse-form.ts'
import { pageLanguage } from '../platform/http/page.ts'
import type { Attempts } from '../platform/http/limits.ts'
import type { OpenWithShortCode } from './register.ts'
import { parseShortCode } from './short-code.ts'

const GoForm = z.object({ code: line(40) })

/** The short address: type the short code of the kiosk or of the other device, and the mission opens here. */
export function goRoutes(booth: { open: OpenWithShortCode; guesses: Attempts }): Router {
  const router = Router()
  router.get('/go', (_req, res) => {
    renderGo(res, {}, {})
  })
  router.post('/go', async (req, res) => {
    const read = readForm(GoForm, req.body)
    if (read.kind === 'refused') {
      refuse(res, read.faults, req.body)
      return
    }
    const code = parseShortCode(read.form.code)
    const from = networkOf(req.ip ?? '')
    const link = code === undefined ? 'unknown-code' : await openUnlessGuessing(code, from, booth)
    if (link === 'unknown-code') refuse(res, { code: 'unknown-code' }, req.body)
    else
      link.use((secret) => {
        res.redirect(303, `/m/${secret}`)
      })
  })
  return router
}

/**
 * Only unknown codes count, and by network: a stranger who guesses elsewhere must not lock the booth out.
 * @throws Problem too-many
 */
async function openUnlessGuessing(
  code: string,
  from: string,
  booth: { open: OpenWithShortCode; guesses: Attempts },
) {
  await booth.guesses.check(from)
  const link = await booth.open(code)
  if (link === 'unknown-code') await booth.guesses.count(from)
  return link
}

function refuse(res: Response, faults: Readonly<Record<string, string>>, body: unknown) {
  res.status(400)
  renderGo(res, fieldErrors(faults, res), typed(body, ['code']))
}

function renderGo(
  res: Response,
  errors: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
) {
  res.render('registration/go', {
    errors,
    values,
    language: pageLanguage(res).language,
    links: { submit: '/go', register: '/register' },
  })
}
