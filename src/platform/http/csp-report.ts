import type { RequestHandler } from 'express'
import type { Log } from '../log.ts'

/** Browsers report here what the policy stopped. The report's text is a stranger's, so only the fact is logged. */
export function cspReport({ log }: { log: Log }): RequestHandler {
  return (_req, res) => {
    log.warn('a page tried something its policy forbids')
    res.sendStatus(204)
  }
}
