import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { fieldErrors, paste, readForm } from '../platform/http/parse-form.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { causeWords } from './cause-words.routes.ts'
import { chooseSystem } from './choose-system.routes.ts'
import { readPastedLine, type PastedLine } from './diagnosis/read-pasted-line.ts'
import { wordsOfLine } from './diagnosis/words-of-line.ts'
import type { MissionRoutes, RenderMission } from './mission.routes.ts'
import { recordCause } from './record-cause.ts'

/** A form may have 8 kB; the few lines we ask for are shorter. */
const MOST_PASTED = 6_000
const LineForm = z.object({ line: paste(MOST_PASTED).trim().min(1, 'missing') })

/**
 * What no cluster can show: the attendee pastes the line their own Metricbeat printed, and is told what it means.
 * The text may hold hosts and key ids, so it is thrown away and never shown again but for what `readPastedLine` names.
 */
export function pasteLineRoutes(booth: MissionRoutes, render: RenderMission): Router {
  const router = Router({ mergeParams: true })
  router.post('/line', async (req, res) => {
    const form = readForm(LineForm, req.body)
    if (form.kind === 'refused') {
      res.status(400)
      await render(req, res, { booth, extra: { errors: fieldErrors(form.faults, res) } })
      return
    }
    const { line } = form.form
    const read = readPastedLine(line)
    if (read.code === 'MB-LINE-UNKNOWN') booth.onUnknownLine(wordsOfLine(line))
    await answerLine(req, res, { booth, render, read })
  })
  return router
}

type Answer = { booth: MissionRoutes; render: RenderMission; read: PastedLine }

async function answerLine(req: Request, res: Response, { booth, render, read }: Answer) {
  await recordCause(currentAttendee(res).registration, read, booth)
  const words = causeWords(read, res, chooseSystem(req))
  const { saw, do: next, command, compare } = words
  const line = { saw, next, command, compare, code: read.code }
  await render(req, res, { booth, extra: { line } })
}
