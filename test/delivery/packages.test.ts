import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

type Packages = {
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
type Locked = { dev?: boolean; optional?: boolean; integrity?: string; resolved?: string }

const packages = JSON.parse(read('package.json')) as Packages
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')

const MOST_DIRECT = 25
const MOST_IN_ALL = 170

test('few production packages, each with its reason written down', () => {
  const direct = Object.keys(packages.dependencies)
  expect(direct.length + 1).toBeLessThanOrEqual(MOST_DIRECT)
  const reasons = read('docs/dependencies.md')
  expect(direct.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([])
})

test('few production packages in all', () => {
  const production = locked.filter(([, { dev, optional }]) => !dev && !optional)
  expect(production.length + 1).toBeLessThanOrEqual(MOST_IN_ALL)
})

test('every package is pinned, and the lockfile knows its content', () => {
  const versions = Object.values({ ...packages.dependencies, ...packages.optionalDependencies })
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([])
  expect(locked.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([])
  const hosts = locked.flatMap(([, { resolved }]) => (resolved ? [new URL(resolved).host] : []))
  expect([...new Set(hosts)].filter((host) => host !== 'registry.npmjs.org')).toEqual([])
})

test('no package runs a script when it is installed', () => {
  expect(read('.npmrc')).toContain('ignore-scripts=true')
})
