import { Router, type Request, type Response } from 'express'
import { chosen } from '../platform/http/chosen.ts'
import { Problem } from '../shared/problem.ts'
import { currentStaff } from '../staff/login.routes.ts'
import { mayLead } from '../staff/staff.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { CHANGES } from './change.routes.ts'
import type { LedgerLine, LedgerPage } from './ledger.ts'
import type { WatchedLine } from './stock.ts'
import { nameLine, type StockRoutes } from './stock-view.routes.ts'

/** Everything about one line of stock: its states, when it runs out, what may be done, and for leads its ledger. */
export function lineRoutes(booth: StockRoutes): Router {
  const router = Router()
  router.get('/stock/:sku', (req, res) => renderLine(req, res, booth))
  return router
}

async function renderLine(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const line = (await booth.stock.watch()).find(({ sku }) => sku === req.params['sku'])
  if (!line) throw new Problem('unknown-page')
  const member = currentStaff(res)
  const before = beforeOf(req)
  const ledger = mayLead(member) ? await booth.stock.ledger(line.sku, before) : undefined
  const own = `/staff/stock/${line.sku}`
  res.render('stock/line', {
    ...nameLine(booth, res, line),
    ...toLineView(line),
    done: chosen(req, 'done', CHANGES) ?? '',
    ledger: ledger?.lines.map(toMovementView) ?? [],
    mayCorrect: ledger !== undefined,
    links: {
      ...staffBar(member),
      back: '/staff/stock',
      damage: `${own}/damage`,
      ...(ledger && leadLinks(own, ledger, before)),
    },
  })
}

function leadLinks(own: string, { next }: LedgerPage, before: number | undefined) {
  return {
    recount: `${own}/recount`,
    holdBack: `${own}/hold-back`,
    giveFree: `${own}/give-free`,
    writeOff: `${own}/write-off`,
    newest: before === undefined ? '' : own,
    older: next === undefined ? '' : `${own}?before=${next}`,
  }
}

/** @throws Problem bad-form */
function beforeOf(req: Request): number | undefined {
  const asked = req.query['before']
  if (asked === undefined) return undefined
  if (typeof asked !== 'string' || !/^\d{1,15}$/.test(asked))
    throw new Problem('bad-form', { field: 'before' })
  return Number(asked)
}

function toLineView({ low, lowSince = '', forecast, onHand, ...line }: WatchedLine) {
  const { available, reserved, heldBack, damaged, handed, waiting } = line
  return {
    states: { available, reserved, heldBack, damaged, handed, waiting },
    onHand,
    low: low && available > 0,
    lowSince,
    forecast,
  }
}

function toMovementView({ kind, from, to, qty, at, by, reason = '', tag = '' }: LedgerLine) {
  return {
    movement: kind,
    from,
    to,
    qty,
    at,
    person: by?.person ?? '',
    phone: by?.phone ?? '',
    reason,
    tag,
  }
}
