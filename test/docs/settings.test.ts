import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { envExample, settingsTable } from '../../src/commands/settings-table.ts'

const inProject = (path: string) => new URL(`../../${path}`, import.meta.url)
const MARKED = /(<!-- settings -->\n)[^]*(\n<!-- \/settings -->)/

// UPDATE_DOCS=1 npm run test:jest -- test/docs writes them anew.
if (process.env['UPDATE_DOCS']) {
  writeFileSync(inProject('.env.example'), envExample())
  const readme = readFileSync(inProject('README.md'), 'utf8')
  writeFileSync(inProject('README.md'), readme.replace(MARKED, `$1\n${settingsTable()}\n$2`))
}

const squeeze = (text: string) => text.replace(/-{3,}/g, '---').replace(/ +/g, ' ')

test('.env.example names every variable the booth reads, with its default', () => {
  expect(readFileSync(inProject('.env.example'), 'utf8')).toBe(envExample())
})

test('the table of settings is the one the schema makes', () => {
  const table = MARKED.exec(readFileSync(inProject('README.md'), 'utf8'))?.[0] ?? ''
  expect(squeeze(table)).toContain(squeeze(settingsTable()))
})
