import { fileURLToPath } from 'node:url'
import express, { Router, type Express, type RequestHandler } from 'express'
import { roomRoutes } from './staff/room.routes.ts'
import { wallRoutes } from './boards/wall.routes.ts'
import { claimRoutes } from './claims/claim.routes.ts'
import type { Booth } from './compose.ts'
import { addressCeiling } from './platform/http/address-ceiling.ts'
import { cspReport } from './platform/http/csp-report.ts'
import { errorPage, unknownPage } from './platform/http/error-page.ts'
import { formBody } from './platform/http/form-body.ts'
import { healthRoutes } from './platform/http/health.ts'
import { pageContext } from './platform/http/page.ts'
import { nameRequests } from './platform/http/request-log.ts'
import { requireSameSite } from './platform/http/same-site.ts'
import { allowWorkers, securityHeaders } from './platform/http/security-headers.ts'
import { createViewEngine } from './platform/http/views.ts'
import { deletedPage, deleteMeRoutes } from './privacy/delete-me.routes.ts'
import { requireAttendee } from './registration/attendee.routes.ts'
import { goRoutes } from './registration/go.routes.ts'
import { createIsKnownVisitor } from './registration/known-visitor.routes.ts'
import { kioskRoutes } from './registration/kiosk.routes.ts'
import { registerRoutes } from './registration/register.routes.ts'
import { sheetRoutes } from './registration/sheet.routes.ts'
import { deskRoutes } from './staff/desk.routes.ts'
import { giftRoutes } from './staff/gift.routes.ts'
import { peopleRoutes } from './staff/people.routes.ts'
import { swapRoutes } from './staff/swap.routes.ts'
import { enrolRoutes } from './staff/enrol.routes.ts'
import { requireStaff } from './staff/login.routes.ts'
import { phonesRoutes } from './staff/phones.routes.ts'
import { proofRoutes, unlockPhone } from './staff/unlock.routes.ts'
import { stockRoutes } from './stock/stock.routes.ts'
import { missionRoutes } from './verification/mission.routes.ts'

const VIEWS = fileURLToPath(new URL('../views', import.meta.url))
const MOST_FORM = '8kb'
/** A spreadsheet's text as a form carries it; three bytes of percent for each byte of Korean. */
const MOST_FILE = '256kb'

/** The web application, top to bottom; the order of its lines is the security policy. */
export function createApp(booth: Booth): Express {
  const app = express()
  configure(app, booth)

  app.use(nameRequests(booth))
  app.use(securityHeaders(booth.config))
  app.use(pageContext(booth.pages))
  app.get('/assets/*path', allowWorkers, booth.assets.serve)
  app.use(addressCeiling({ ...booth, isKnownVisitor: createIsKnownVisitor(booth) }))
  app.post('/csp', cspReport(booth))
  app.use(requireSameSite(booth.config))
  app.use('/staff/stock-file', formBody({ limit: MOST_FILE }))
  app.use(formBody({ limit: MOST_FORM }))

  // Whoever stands at the desk has somebody waiting: their pages come first.
  app.post('/staff/unlock', unlockPhone(booth))
  app.use('/staff', requireStaff(booth), ...staffPages(booth))
  app.get('/', (_req, res) => {
    res.redirect(303, '/register')
  })
  app.use(registerRoutes(booth))
  app.use(goRoutes(booth))
  app.use(sheetRoutes(booth))
  app.use(kioskRoutes(booth))
  app.use(deletedPage())
  app.use('/m/:link', requireAttendee(booth), attendeePages(booth))
  app.use(enrolRoutes(booth))
  app.use(wallRoutes(booth))
  app.use(healthRoutes(booth))

  app.use(unknownPage)
  app.use(errorPage(booth))
  return app
}

function configure(app: Express, booth: Booth): void {
  app.disable('x-powered-by')
  app.set('trust proxy', booth.config.trustProxy)
  app.set('query parser', 'simple')
  app.set('views', VIEWS)
  app.engine('ejs', createViewEngine())
  app.set('view engine', 'ejs')
  app.set('view cache', true)
  // No page is kept, and assets never change under their address: a fingerprint of each answer serves nobody.
  app.set('etag', false)
}

function attendeePages(booth: Booth): RequestHandler {
  return Router({ mergeParams: true }).use(
    missionRoutes(booth),
    claimRoutes(booth),
    deleteMeRoutes(booth),
  )
}

function staffPages(booth: Booth): RequestHandler[] {
  const desk = [deskRoutes(booth), swapRoutes(booth), giftRoutes(booth), peopleRoutes(booth)]
  return [...desk, stockRoutes(booth), roomRoutes(booth), phonesRoutes(booth), proofRoutes(booth)]
}
