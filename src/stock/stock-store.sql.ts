import type { Storage } from '../storage/open-storage.ts'
import { flowsSince, ledgerPage, toldLow } from './ledger.sql.ts'
import { findLine, overview } from './overview.sql.ts'
import { recount } from './recount.sql.ts'
import { changeStock } from './change-stock.sql.ts'
import type { StockStore } from './stock.ts'

export function createStockStore(storage: Storage): StockStore {
  return {
    overview: (at) => overview(storage.read, at),
    find: (sku, at) => findLine(storage.read, sku, at),
    recount: (asked) => recount(storage, asked),
    change: (kind, change) => changeStock(storage, kind, change),
    ledger: (sku, before) => ledgerPage(storage, sku, before),
    flows: (since) => flowsSince(storage, since),
    toldLow: () => toldLow(storage),
  }
}
