import { createServer } from 'node:http'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import express, { type Response } from 'express'
import { valueOf, type Name, type Recorded } from './recorded-hand-over.ts'
import { serveBench, type FloorTask } from './server-process.ts'

type Row = { id: string; sku: string; registration_id: string }
type Tap = { code: string; scanId: string; res: Response }

/** The least that could hand shirts over: Express, node:sqlite, the product's own statements, its group commit. */
await serveBench<FloorTask>(({ file, statements }) => {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  const commit = createCommit(database, statements)
  const app = express()
  let waiting: Tap[] = []
  app.post('/staff/hand-overs', express.urlencoded({ extended: false }), (req, res) => {
    const { code, scanId } = req.body as { code: string; scanId: string }
    waiting.push({ code, scanId, res })
    if (waiting.length === 1)
      setImmediate(() => {
        const group = waiting
        waiting = []
        commit(group)
        for (const tap of group) tap.res.json({ answer: 'handed-over' })
      })
  })
  return Promise.resolve(createServer(app))
})

function createCommit(database: DatabaseSync, statements: readonly Recorded[]) {
  const [begin, savepoint, release, end] = [
    ...['begin immediate', 'savepoint member', 'release member', 'commit'],
  ].map((text) => database.prepare(text)) as [
    StatementSync,
    StatementSync,
    StatementSync,
    StatementSync,
  ]
  const [take, ...others] = statements.map(({ sql, values }) => {
    const statement = database.prepare(sql)
    return (tap: Record<Name, string>) =>
      statement.get(...values.map((value) => valueOf(value, tap) as SQLInputValue))
  })
  return (group: readonly Tap[]) => {
    begin.run()
    for (const { code, scanId } of group) {
      savepoint.run()
      const names = { code, scanId, claim: '', sku: '', registration: '' }
      const row = take?.(names) as Row | undefined
      if (!row) throw new Error(`${code} could not be handed over`)
      const all = { ...names, claim: row.id, sku: row.sku, registration: row.registration_id }
      for (const statement of others) statement(all)
      release.run()
    }
    end.run()
  }
}
