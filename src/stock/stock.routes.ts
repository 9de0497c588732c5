import { Router, type Request, type Response } from 'express'
import { shareViews } from '../claims/share-view.routes.ts'
import { dayOf } from '../event/opening-hours.ts'
import { chosen } from '../platform/http/chosen.ts'
import { currentStaff } from '../staff/login.routes.ts'
import { mayLead } from '../staff/staff.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { changeRoutes } from './change.routes.ts'
import { countSheetRoutes } from './count-sheet.routes.ts'
import { deliveryRoutes } from './delivery.routes.ts'
import { lineRoutes } from './line.routes.ts'
import { recountRoutes } from './recount.routes.ts'
import type { StockLine, WatchedLine } from './stock.ts'
import { byColour, nameLine, type StockRoutes } from './stock-view.routes.ts'
import { stockExportRoutes, type ExportRoutes } from './stock-export.routes.ts'
import { stockFileRoutes } from './stock-file.routes.ts'

/** What there is of each colour and size, and every way to change it: damage by all staff, the rest by leads. */
export function stockRoutes(booth: StockRoutes & ExportRoutes): Router {
  const router = Router()
  router.get('/stock', (req, res) => renderStock(req, res, booth))
  router.use(
    recountRoutes(booth),
    changeRoutes(booth),
    lineRoutes(booth),
    deliveryRoutes(booth),
    stockFileRoutes(booth),
    countSheetRoutes(booth),
    stockExportRoutes(booth),
  )
  return router
}

const MOST_NOTICES = 5

async function renderStock(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const [lines, shares] = await Promise.all([booth.stock.watch(), booth.claims.sharesToday()])
  const member = currentStaff(res)
  res.render('stock/stock', {
    at: booth.now().toISOString(),
    mayRecount: mayLead(member),
    totals: totalsOf(lines),
    notices: noticesOf(lines).map((line) => ({
      ...nameLine(booth, res, line),
      available: line.available,
      since: line.lowSince ?? '',
      forecast: line.forecast,
    })),
    owed: lines
      .filter(({ waiting }) => waiting > 0)
      .map((line) => ({ ...nameLine(booth, res, line), count: line.waiting })),
    colours: byColour(lines).map(({ colour, own }) => ({
      ...nameLine(booth, res, { sku: '', colour, size: '' }).shirt,
      available: own.reduce((sum, line) => sum + line.available, 0),
      sizes: own.map((line) => toSizeView(line, booth)),
    })),
    shares: shareViews(booth.event, res, { shares, now: booth.now() }),
    ...savedView(req, res, { booth, lines }),
    links: { ...staffBar(member), ...(mayLead(member) && LEAD_LINKS) },
    scripts: ['boards/refresh-page.browser.ts'],
  })
}

const LEAD_LINKS = {
  delivery: '/staff/deliveries',
  countSheet: '/staff/counts',
  file: '/staff/stock-file',
}

function totalsOf(lines: readonly StockLine[]) {
  const sum = (counter: 'available' | 'reserved' | 'handed' | 'heldBack' | 'damaged') =>
    lines.reduce((total, line) => total + line[counter], 0)
  return {
    available: sum('available'),
    reserved: sum('reserved'),
    handed: sum('handed'),
    heldBack: sum('heldBack'),
    damaged: sum('damaged'),
  }
}

/** The latest crossings of what is still low, and there. */
function noticesOf(lines: readonly WatchedLine[]): readonly WatchedLine[] {
  return lines
    .filter(({ lowSince, available }) => lowSince !== undefined && available > 0)
    .toSorted((a, b) => ((a.lowSince ?? '') < (b.lowSince ?? '') ? 1 : -1))
    .slice(0, MOST_NOTICES)
}

function toSizeView(
  { sku, size, low, forecast, ...line }: WatchedLine,
  { event, now }: Pick<StockRoutes, 'event' | 'now'>,
) {
  const { available, reserved, handed, heldBack, damaged } = line
  const isToday = (at: string) => dayOf(new Date(at), event) === dayOf(now(), event)
  return {
    ...{ name: size, value: sku, available, reserved, handed, heldBack, damaged },
    low: low && available > 0,
    // Only the time has room here; a later day stands on the line's own page.
    runsOutAt: forecast.kind === 'runs-out' && isToday(forecast.at) ? forecast.at : '',
    href: `/staff/stock/${sku}`,
    recountHref: `/staff/stock/${sku}/recount`,
  }
}

type Saved = { booth: StockRoutes; lines: readonly StockLine[] }

/** After a recount the page says which line was saved; after a delivery, that it was. */
function savedView(req: Request, res: Response, { booth, lines }: Saved) {
  const known = lines.map(({ sku }) => sku)
  const saved = chosen(req, 'saved', known)
  const delivered = chosen(req, 'delivered', ['yes'] as const)
  const line = lines.find(({ sku }) => sku === saved)
  if (!line) return { delivered: delivered === 'yes' }
  const { shirt, size } = nameLine(booth, res, line)
  return { saved: { name: shirt.name, size, counted: line.onHand } }
}
