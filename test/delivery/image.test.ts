import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { settings } from '../../src/config.ts'

const inProject = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('the image', () => {
  const lines = inProject('Dockerfile').split('\n')
  const last = lines.findLastIndex((line) => line.startsWith('FROM '))

  test('is made in stages and runs as a user without rights, on Node 24', () => {
    expect(lines.filter((line) => line.startsWith('FROM '))).toHaveLength(2)
    expect(lines.slice(last).some((line) => line === 'USER node')).toBe(true)
    expect(
      lines.every((line) => !line.startsWith('FROM ') || /node:24\.\d+\.\d+-/.test(line)),
    ).toBe(true)
  })

  test('installs production packages only, from the lockfile', () => {
    expect(lines.join('\n')).toContain('npm ci --omit=dev')
  })

  test('runs in production and says whether it is ready without curl', () => {
    const text = lines.slice(last).join('\n')
    expect(text).toContain('NODE_ENV=production')
    expect(text).toMatch(/HEALTHCHECK[^]*readyz/)
    expect(text).not.toMatch(/CMD.*\b(curl|wget)\b/)
  })

  test('copies what the program reads at start, and no secrets, tests or data', () => {
    for (const folder of ['src', 'views', 'public', 'locales', 'events', 'node_modules'])
      expect(lines.slice(last).join('\n')).toContain(`${folder} ./${folder}`)
    const ignored = inProject('.dockerignore').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'data', '.env', 'node_modules']))
  })
})

describe('compose.yaml', () => {
  type Service = Readonly<Record<string, unknown>> & { profiles?: string[]; environment: object }
  const { services } = parse(inProject('compose.yaml')) as { services: Record<string, Service> }

  test('starts the booth alone; everything else stands behind a profile', () => {
    const always = Object.entries(services).filter(([, service]) => !service.profiles)
    expect(always.map(([name]) => name)).toEqual(['booth'])
    const profiles = new Set(Object.values(services).flatMap((service) => service.profiles ?? []))
    expect([...profiles].toSorted()).toEqual(['elastic', 'https', 'postgres'])
  })

  test('gives the booth a tree it cannot write, one volume, and no capability', () => {
    expect(services['booth']).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
    })
  })

  test('sets only variables the booth knows', () => {
    const known = Object.keys(settings)
    expect(known).toEqual(expect.arrayContaining(Object.keys(services['booth']?.environment ?? {})))
  })

  test('holds no password', () => {
    expect(inProject('compose.yaml')).not.toMatch(/PASSWORD: (?!\$\{\w+:-\})/)
  })
})
