import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { fieldErrors, paste, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import type { Registration } from '../registration/registration.ts'
import { causeWords } from './cause-words.routes.ts'
import { readConnection, type Connection, type FieldCause } from './connection-choice.ts'
import type { MissionRoutes, RenderMission } from './mission.routes.ts'
import { hasMoreToPass } from './missions-met.ts'
import { keepKibana } from './kibana-cookie.routes.ts'
import { secondsToNextCheck } from './next-check.ts'
import { recordCause } from './record-cause.ts'

const MOST_TARGET = 1_024
const MOST_KEY = 4_096

const CheckForm = z.object({
  target: paste(MOST_TARGET),
  key: paste(MOST_KEY).default(''),
  offer: paste(MOST_TARGET).optional(),
})

/** Connecting, checking by hand and checking by itself. */
export function checkRoutes(booth: MissionRoutes, render: RenderMission): Router {
  const router = Router({ mergeParams: true })
  router.post('/check', (req, res) => connectAndCheck(req, res, { booth, render }))
  router.post('/check-again', async (req, res) => {
    const { registration, base } = currentAttendee(res)
    const connection = booth.connectionCookie.read(req, registration.id)
    if (connection) await checkByHand(res, booth, { registration, connection })
    res.redirect(303, base)
  })
  router.post('/watch', (req, res) => checkByItself(req, res, booth))
  return router
}

async function connectAndCheck(
  req: Request,
  res: Response,
  { booth, render }: { booth: MissionRoutes; render: RenderMission },
): Promise<void> {
  const { registration, base } = currentAttendee(res)
  const kept = booth.connectionCookie.read(req, registration.id)
  const form = readForm(CheckForm, req.body)
  if (form.kind === 'refused') {
    refuseHidden(form.faults, ['target', 'key'])
    await showAgain(req, res, { booth, render, errors: fieldErrors(form.faults, res) })
    return
  }
  const { target, key, offer } = form.form
  const read = readConnection({ target: offer ?? target, key, ...(kept && { kept }) }, booth)
  if (read.kind === 'refused') {
    await rememberRefusal(res, read.target ?? read.key, booth)
    const errors = { target: sentence(read.target, res), key: sentence(read.key, res) }
    await showAgain(req, res, { booth, render, errors, offer: read.offer ?? '' })
    return
  }
  booth.connectionCookie.keep(res, registration.id, read.connection)
  keepKibana(res, offer ?? target, booth)
  await checkByHand(res, booth, { registration, connection: read.connection })
  res.redirect(303, base)
}

/** Whoever asks too often is not refused: the page counts the seconds until it works again. */
export async function checkByHand(res: Response, booth: MissionRoutes, about: About) {
  const { id } = about.registration
  // Nothing is asked then, so nothing is used up; a key typed meanwhile is kept and asked with later.
  if (booth.wrongKeys.secondsLeft(id) > 0) return
  if (booth.checksByHand.takeIfLeft(id)) await check(res, booth, about)
}

type About = { registration: Registration; connection: Connection }

/** Passing everything ends the need for the key, so its cookie goes with it. */
async function check(res: Response, booth: MissionRoutes, { registration, connection }: About) {
  const result = await booth.checkMission(registration, connection)
  if (result.outcome !== 'passed') return result
  const passes = await booth.verifications.passesOf(registration.id)
  if (!hasMoreToPass(booth.event, passes)) booth.connectionCookie.clear(res)
  return result
}

/** Posted by the page's script. Answers what came of it and when to ask again, in seconds; `resting`: enough for a day. */
async function checkByItself(req: Request, res: Response, booth: MissionRoutes): Promise<void> {
  const { registration } = currentAttendee(res)
  const connection = booth.connectionCookie.read(req, registration.id)
  if (!connection) {
    res.status(409).json({ outcome: 'not-connected' })
    return
  }
  const { id } = registration
  if (booth.wrongKeys.secondsLeft(id) > 0) {
    res.json({ outcome: 'key-wait', code: '', seconds: booth.wrongKeys.secondsLeft(id) })
    return
  }
  if (!booth.checksByItself.takeIfLeft(id)) {
    res.json({ outcome: 'resting', code: '', seconds: booth.checksByItself.secondsLeft(id) })
    return
  }
  const { outcome } = await check(res, booth, { registration, connection })
  const [last] = await booth.verifications.attemptsOf(id, 1)
  const wait = booth.wrongKeys.secondsLeft(id)
  const seconds = last ? Math.max(wait, secondsToNextCheck(last, booth.now())) : 0
  res.json({ outcome, code: last?.code ?? '', seconds })
}

/** A field left empty is no try. */
const LEFT_EMPTY: ReadonlySet<string> = new Set(['MB-ADDRESS-EMPTY', 'MB-KEY-EMPTY'])

async function rememberRefusal(
  res: Response,
  cause: FieldCause | undefined,
  booth: MissionRoutes,
): Promise<void> {
  if (!cause || LEFT_EMPTY.has(cause.code)) return
  await recordCause(currentAttendee(res).registration, cause, booth)
}

function sentence(cause: FieldCause | undefined, res: Response): string {
  if (!cause) return ''
  const words = causeWords(cause, res)
  return `${words.saw} ${words.do}`
}

async function showAgain(
  req: Request,
  res: Response,
  shown: {
    booth: MissionRoutes
    render: RenderMission
    errors: Readonly<Record<string, string>>
    offer?: string
  },
): Promise<void> {
  res.status(400)
  const { booth, errors, offer = '' } = shown
  // The key is never shown again; the address is.
  await shown.render(req, res, {
    booth,
    extra: { errors, offer, values: typed(req.body, ['target']) },
  })
}
