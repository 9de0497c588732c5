import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDataFolder } from '../../src/data-folder.ts'
import { takeFirstDeliveries } from '../../src/stock/first-deliveries.sql.ts'
import { createClock } from '../../src/stock/moment.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import { eventWith } from '../support/claims-booth.ts'

describe('booth-mission stock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'booth-stock-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  beforeAll(async () => {
    const storage = await openStorage({
      kind: 'sqlite',
      file: openDataFolder(folder).databaseFile,
    })
    const event = eventWith({ 'black-M': 12, 'pink-3XL': 3 })
    await takeFirstDeliveries(storage, event, createClock(() => new Date(), event)())
    await storage.close()
  })

  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['src/main.ts', 'stock', ...args], {
      env: { PATH: process.env['PATH'], DATA_DIR: folder },
      encoding: 'utf8',
    })

  test('prints the table, numbers under their headings', () => {
    const { stdout, status } = run()
    const lines = stdout.trimEnd().split('\n')
    expect(status).toBe(0)
    expect(lines[0]).toMatch(/^sku +colour +size +available +reserved +held back +damaged/)
    const black = lines.find((line) => line.startsWith('black-M '))!
    expect(black.slice(lines[0]!.indexOf('available')).trim()).toMatch(/^12\b/)
    expect(lines).toHaveLength(1 + 28)
  })

  test('--csv prints what a spreadsheet opens', () => {
    const { stdout, status } = run('--csv')
    expect(status).toBe(0)
    expect(stdout.startsWith('\uFEFFsku,colour,size,available')).toBe(true)
    expect(stdout).toContain('\r\npink-3XL,pink,3XL,3,0,0,0,0,3,0\r\n')
  })

  test('an option nobody knows is refused', () => {
    const { stderr, status } = run('--xml')
    expect([status, stderr.includes('--xml')]).toEqual([1, true])
  })
})
