import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, readForm, refuseHidden, typed } from '../platform/http/parse-form.ts'
import { currentStaff, requireLead } from '../staff/login.routes.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { actor, scanId } from '../staff/tap-form.routes.ts'
import type { SheetLine } from './count-sheet.ts'
import type { CountedLine, RecountOutcome, SheetOutcome } from './recount.ts'
import type { StockLine } from './stock.ts'
import {
  byColour,
  nameLine,
  someUnits,
  wholeNumber,
  type StockRoutes,
} from './stock-view.routes.ts'

/** The count of the evening: what should lie there and why, to print, and what was counted, to save. */
export function countSheetRoutes(booth: StockRoutes): Router {
  const router = Router()
  router.get('/counts', requireLead, (_req, res) =>
    renderSheet(res, { booth, values: {}, errors: {} }),
  )
  router.post('/counts', requireLead, (req, res) => saveCounts(req, res, booth))
  return router
}

type SheetPage = {
  booth: StockRoutes
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
  /** Set where the numbers come from a file and were not saved yet. */
  fromFile?: { unread: readonly string[] }
}

export const countOf = (sku: string) => `counted-${sku}`
const seenOf = (sku: string) => `seen-${sku}`

/** Empty, as it was sent, or filled in from a file. */
export async function renderSheet(res: Response, page: SheetPage): Promise<void> {
  const { booth, values, errors, fromFile } = page
  const sheet = await booth.stock.countSheet()
  const groups = byColour(sheet.lines.map((each) => ({ ...each, colour: each.line.colour })))
  res.render('stock/count', {
    since: sheet.since,
    at: sheet.at,
    colours: groups.map(({ colour, own }) => ({
      ...nameLine(booth, res, { sku: '', colour, size: '' }).shirt,
      lines: own.map((each) => toRowView(each, { page, res })),
    })),
    fromFile: fromFile ?? null,
    scanId: booth.newToken(),
    values: { reason: values['reason'] ?? '' },
    errors,
    links: {
      ...staffBar(currentStaff(res)),
      submit: '/staff/counts',
      file: '/staff/stock-file',
      back: '/staff/stock',
    },
    scripts: ['platform/browser/enhancements.browser.ts'],
  })
}

function toRowView(each: SheetLine, { page, res }: { page: SheetPage; res: Response }) {
  const { line: stock, ...numbers } = each
  const field = countOf(stock.sku)
  return {
    ...nameLine(page.booth, res, stock),
    ...numbers,
    field,
    seenField: seenOf(stock.sku),
    value: page.values[field] ?? '',
    wrong: field in page.errors,
  }
}

async function saveCounts(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const lines = await booth.stock.overview()
  const skus = lines.map(({ sku }) => sku)
  const shown = ['reason', ...skus.map(countOf)]
  const form = readForm(formOf(skus), req.body)
  const again = (errors: SheetPage['errors']) =>
    renderSheet(res.status(400), { booth, values: typed(req.body, shown), errors })
  if (form.kind === 'refused') {
    refuseHidden(form.faults, shown)
    await again(fieldErrors(form.faults, res))
    return
  }
  const { reason, scanId: id, ...numbers } = form.form
  const counted = countedLines(skus, numbers)
  if (counted.length === 0) {
    await again({ lines: pageLanguage(res).t('stock:count.nothing') })
    return
  }
  const by = actor(res)
  const outcomes = await booth.stock.recountAll({ lines: counted, reason, scanId: id, by })
  renderCounted(res, { booth, lines }, outcomes)
}

type Numbers = Readonly<Record<string, number | undefined>>

/** Lines left empty were not counted. */
function countedLines(skus: readonly string[], numbers: Numbers): readonly CountedLine[] {
  return skus.flatMap((sku) => {
    const counted = numbers[countOf(sku)]
    const seen = numbers[seenOf(sku)]
    return counted === undefined || seen === undefined ? [] : [{ sku, counted, seen }]
  })
}

function formOf(skus: readonly string[]) {
  const fields = skus.flatMap((sku) => [
    [countOf(sku), someUnits.optional()],
    // Hidden, so that it is compared with what is there when the count is saved.
    [seenOf(sku), wholeNumber.optional()],
  ])
  return z.object({
    ...(Object.fromEntries(fields) as Record<string, typeof someUnits>),
    reason: line(200),
    scanId,
  })
}

type Counted = { booth: StockRoutes; lines: readonly StockLine[] }

function renderCounted(
  res: Response,
  { booth, lines }: Counted,
  outcomes: readonly SheetOutcome[],
): void {
  const counted = outcomes.flatMap((each) => {
    const line = lines.find(({ sku }) => sku === each.sku)
    return line ? [{ ...each, line }] : []
  })
  res.render('stock/counted', {
    lines: counted.map(({ line: stock, counted: number, seen, outcome }) => ({
      ...nameLine(booth, res, stock),
      counted: number,
      difference: number - seen,
      outcome: outcome.kind,
      freed: 'freed' in outcome ? outcome.freed : 0,
      people: peopleIn(outcome),
    })),
    links: { ...staffBar(currentStaff(res)), back: '/staff/stock' },
  })
}

function peopleIn(outcome: RecountOutcome) {
  if (outcome.kind === 'recounted') return outcome.nowWaiting
  return outcome.kind === 'short' ? outcome.wouldWait : []
}
