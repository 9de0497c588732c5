import { Router } from 'express'
import { isLiving } from '../claims/claim.ts'
import type { Claims } from '../claims/claims.ts'
import { shirtView } from '../claims/claim-view.routes.ts'
import type { Event } from '../event/event.ts'
import type { CookieJar } from '../platform/http/cookies.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import type { DeleteMe } from './erasure.ts'

export type DeleteMeRoutes = {
  event: Event
  claims: Claims
  deleteMe: DeleteMe
  cookies: CookieJar
}

/** One page that says what goes and what stays, and one tap. */
export function deleteMeRoutes(booth: DeleteMeRoutes): Router {
  const router = Router({ mergeParams: true })
  router.get('/delete', async (_req, res) => {
    const { registration, base } = currentAttendee(res)
    const claim = await booth.claims.claimOf(registration.id)
    const lives = claim !== undefined && isLiving(claim)
    res.render('privacy/delete-me', {
      nickname: registration.nickname,
      retentionDays: booth.event.privacy.retentionDays,
      claim: lives
        ? {
            state: claim.state,
            shirt: shirtView(booth.event, res, claim.shirt.colour),
            size: claim.shirt.size,
          }
        : null,
      links: { submit: `${base}/delete`, keep: base },
    })
  })
  router.post('/delete', async (_req, res) => {
    const left = await booth.deleteMe(currentAttendee(res).registration.id)
    for (const name of ['key', 'kibana'] as const) booth.cookies.clear(res, name)
    // The offline copy of the claim page goes with it; a language is nobody's.
    res.setHeader('Clear-Site-Data', '"cache", "storage"')
    res.redirect(303, left === 'handed' ? '/deleted?shirt=yours' : '/deleted')
  })
  return router
}

/** What it leads to. It stands outside the attendee's own address, which nobody knows any more. */
export function deletedPage(): Router {
  const router = Router()
  router.get('/deleted', (req, res) => {
    res.render('privacy/deleted', {
      shirtIsYours: req.query['shirt'] === 'yours',
      links: { register: '/register' },
      scripts: ['privacy/deleted-page.browser.ts'],
    })
  })
  return router
}
