import type { RequestHandler } from 'express'
import type { CookieJar } from '../platform/http/cookies.ts'
import { allowClaimWorker } from '../platform/http/security-headers.ts'

export type OfflineCopyPorts = {
  cookies: CookieJar
  now: () => Date
  /** Browsers give cameras and service workers to HTTPS and localhost only. */
  cameraPossible: boolean
}

/** Lets the claim page be kept on its owner's device; never on a kiosk, and not over plain HTTP. */
export function offlineCopy({ cookies, now, cameraPossible }: OfflineCopyPorts): RequestHandler {
  return (req, res, next) => {
    if (cameraPossible && cookies.read(req, 'kiosk') === undefined) {
      res.locals['copiedAt'] = now().toISOString()
      allowClaimWorker(res)
    }
    next()
  }
}
