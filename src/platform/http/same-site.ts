import type { RequestHandler } from 'express'
import { Problem } from '../../shared/problem.ts'

const SAFE = new Set(['GET', 'HEAD'])
const KNOWN = new Set(['GET', 'HEAD', 'POST'])

/**
 * Refuses every request that changes something and does not come from a page of ours. Browsers send `Sec-Fetch-Site`
 * to HTTPS and localhost only; elsewhere `Origin` must be the configured public one. Neither: refused.
 */
export function requireSameSite({ publicOrigin }: { publicOrigin: string }): RequestHandler {
  return (req, _res, next) => {
    if (!KNOWN.has(req.method)) throw new Problem('wrong-method')
    if (SAFE.has(req.method)) {
      next()
      return
    }
    const site = req.get('sec-fetch-site')
    const trusted = site === undefined ? req.get('origin') === publicOrigin : site === 'same-origin'
    if (!trusted) throw new Problem('another-site')
    next()
  }
}
