import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { fieldErrors, paste, readForm, typed } from '../platform/http/parse-form.ts'
import { currentStaff, requireLead } from '../staff/login.routes.ts'
import { staffBar } from '../staff/staff-bar.ts'
import { countOf, renderSheet } from './count-sheet.routes.ts'
import { fieldOf, renderDelivery } from './delivery.routes.ts'
import { readStockFile, type KnownLine, type StockFile } from './read-stock-file.ts'
import type { FileProblem } from './stock-file-header.ts'
import type { StockRoutes } from './stock-view.routes.ts'

/** A file of every line there can be is a few kB. */
const MOST_CHARACTERS = 60_000
const MOST_PROBLEMS = 50

const FileForm = z.object({
  file: paste(MOST_CHARACTERS).refine((text) => text.trim() !== '', 'missing'),
})

/**
 * A delivery or a count from a spreadsheet. Reading it changes nothing: its numbers fill the form in, and that form is
 * what a lead saves.
 */
export function stockFileRoutes(booth: StockRoutes): Router {
  const router = Router()
  router.get('/stock-file', requireLead, (_req, res) => {
    renderFile(res, { values: {}, errors: {}, problems: [] })
  })
  router.post('/stock-file', requireLead, (req, res) => readFile(req, res, booth))
  return router
}

type FilePage = {
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
  problems: readonly FileProblem[]
}

function renderFile(res: Response, { values, errors, problems }: FilePage): void {
  res.render('stock/file', {
    values,
    errors,
    problems: problems.slice(0, MOST_PROBLEMS).map(({ column = '', found = '', ...problem }) => ({
      ...problem,
      column,
      found: found.slice(0, 80),
    })),
    more: Math.max(0, problems.length - MOST_PROBLEMS),
    links: {
      ...staffBar(currentStaff(res)),
      submit: '/staff/stock-file',
      back: '/staff/stock',
      stock: '/staff/stock',
      stockCsv: '/staff/exports/stock.csv',
      ledgerCsv: '/staff/exports/ledger.csv',
      claimsCsv: '/staff/exports/claims.csv',
    },
    scripts: ['stock/stock-file.browser.ts'],
  })
}

async function readFile(req: Request, res: Response, booth: StockRoutes): Promise<void> {
  const form = readForm(FileForm, req.body)
  if (form.kind === 'refused') {
    const values = typed(req.body, ['file'])
    renderFile(res.status(400), { values, errors: fieldErrors(form.faults, res), problems: [] })
    return
  }
  const file = readStockFile(form.form.file, await knownLines(booth))
  if (file.problems.length > 0) {
    const values = { file: form.form.file }
    renderFile(res.status(400), { values, errors: {}, problems: file.problems })
    return
  }
  await fillIn(res, booth, file)
}

function fillIn(res: Response, booth: StockRoutes, { kind, numbers, unread }: StockFile) {
  const field = kind === 'counted' ? countOf : fieldOf
  const values = Object.fromEntries(
    [...numbers].map(([sku, number]) => [field(sku), String(number)]),
  )
  const page = { booth, values, errors: {}, fromFile: { unread } }
  return kind === 'counted' ? renderSheet(res, page) : renderDelivery(res, page)
}

async function knownLines({ stock, event }: StockRoutes): Promise<readonly KnownLine[]> {
  return (await stock.overview()).map(({ sku, colour, size }) => {
    const named = [...event.shirts.colours, ...event.prizes].find(({ id }) => id === colour)
    return { sku, size, colours: [colour, ...(named ? Object.values(named.name) : [])] }
  })
}
