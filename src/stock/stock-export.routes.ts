import { Router, type RequestHandler } from 'express'
import { toCsv } from '../shared/csv.ts'
import { requireLead } from '../staff/login.routes.ts'
import type { StockExports } from './stock-exports.ts'

export type ExportRoutes = { stockExports: StockExports }

/** Stock, ledger and claims as CSV, for spreadsheets. No claim code, no name of an attendee. */
export function stockExportRoutes({ stockExports }: ExportRoutes): Router {
  const router = Router()
  for (const name of ['stock', 'ledger', 'claims'] as const)
    router.get(`/exports/${name}.csv`, requireLead, asCsv(name, stockExports[name]))
  return router
}

function asCsv(name: string, table: StockExports['stock']): RequestHandler {
  return async (_req, res) => {
    const text = toCsv(await table())
    res.attachment(`${name}.csv`).type('text/csv; charset=utf-8').send(text)
  }
}
