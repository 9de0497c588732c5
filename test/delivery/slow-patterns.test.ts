import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { ESLint, Linter } from 'eslint'
import regexp from 'eslint-plugin-regexp'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RULES = ['regexp/no-super-linear-backtracking', 'regexp/no-super-linear-move'] as const
const files = globSync('src/**/*.ts', { cwd: ROOT })

/** The two settings as every file of src has them. */
async function rulesOf(file: string): Promise<Linter.RulesRecord> {
  const config = (await new ESLint({ cwd: ROOT }).calculateConfigForFile(file)) as Linter.Config
  return Object.fromEntries(RULES.map((rule) => [rule, config.rules?.[rule] ?? 'off']))
}

async function faultsOf(pattern: string): Promise<(string | null)[]> {
  const config = { plugins: { regexp }, rules: await rulesOf('src/app.ts') } as Linter.Config
  return new Linter().verify(`${pattern}.test(text)`, config).map(({ ruleId }) => ruleId)
}

test.each([
  ['a blank that may be a letter too', String.raw`/^\s*(\S+)\s+(.+)$/`],
  ['a host that may end at any of its dots', String.raw`/^[a-z0-9.-]+\.[a-z0-9.:-]*\$/i`],
  ['repeated repetitions', String.raw`/^(a+)+$/`],
  ['a run that is begun again at each of its characters', String.raw`/=+$/`],
  ['a line between blanks', String.raw`/^\s*Config OK\s*$/m`],
])('the check of patterns sees %s', async (_, pattern) => {
  expect(await faultsOf(pattern)).toHaveLength(1)
})

test('and lets what is linear pass', async () => {
  expect(await faultsOf(String.raw`/^[a-z0-9.-][a-z0-9-]*\.[a-z0-9.:-]*\$/i`)).toEqual([])
  expect(await faultsOf(String.raw`/(?<!=)=+$/`)).toEqual([])
})

test('it looks at every file that could meet what a stranger wrote', async () => {
  expect(files.length).toBeGreaterThan(200)
  for (const file of files)
    for (const setting of Object.values(await rulesOf(file)))
      expect([file, setting]).toEqual([file, [2, { report: 'potential' }]])
})

test('no file is let off, and no pattern is put together where it cannot be seen', () => {
  const escapes = files.filter((file) => {
    const text = readFileSync(`${ROOT}/${file}`, 'utf8')
    const isPractice = file.startsWith('src/rehearsal/')
    return /eslint-disable[^\n]*regexp\//.test(text) || (!isPractice && /\bRegExp\(/.test(text))
  })
  expect(escapes).toEqual([])
})
