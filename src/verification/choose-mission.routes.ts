import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { parseForm } from '../platform/http/parse-form.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { Problem } from '../shared/problem.ts'
import { checkByHand } from './check.routes.ts'
import type { MissionRoutes } from './mission.routes.ts'

const ChooseForm = z.object({ mission: z.string({ error: 'missing' }).max(15, 'choose') })

/** Where an event has several missions: which one the checks judge. Whoever has claimed is done choosing. */
export function chooseMissionRoutes(booth: MissionRoutes): Router {
  const router = Router({ mergeParams: true })
  router.get('/mission', (_req, res) => {
    res.redirect(303, currentAttendee(res).base)
  })
  router.post('/mission', async (req, res) => {
    await choose(req, res, booth)
    res.redirect(303, currentAttendee(res).base)
  })
  return router
}

async function choose(req: Request, res: Response, booth: MissionRoutes): Promise<void> {
  const { registration } = currentAttendee(res)
  const { mission } = parseForm(ChooseForm, req.body)
  if (!booth.event.missions.some(({ id }) => id === mission))
    throw new Problem('bad-form', { field: 'mission' })
  const { claimed } = await booth.claimStateOf(registration.id)
  if (claimed) return
  const { id: registrationId } = registration
  const at = booth.now().toISOString()
  await booth.registrations.chooseMission({ registrationId, mission, at })
  const connection = booth.connectionCookie.read(req, registrationId)
  // What stands on the page was said of the other mission: asked at once, it is of this one.
  const chosen = { ...registration, mission }
  if (connection) await checkByHand(res, booth, { registration: chosen, connection })
}
