import { Router } from 'express'
import type { Log } from '../log.ts'

/** Browsers report here what the policy stopped. The report's text is a stranger's, so only the fact is logged. */
export function cspReports({ log }: { log: Log }): Router {
  const router = Router()
  router.post('/csp', (_req, res) => {
    log.warn('a page tried something its policy forbids')
    res.sendStatus(204)
  })
  return router
}
