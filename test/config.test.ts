import { describe, expect, test } from '@jest/globals'
import { inspect } from 'node:util'
import { ConfigError, readConfig, settings } from '../src/config.ts'

/** The complaint of `readConfig`, a line a mistake. */
function complaint(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}

test('nothing set: the defaults, on this machine’s own name', () => {
  expect(readConfig({})).toMatchObject({
    production: false,
    port: 3000,
    publicOrigin: 'http://localhost:3000',
    secure: false,
    trustProxy: 0,
    verification: { mode: 'strict', extraDomains: [], extraPorts: [], practiceOrigins: [] },
  })
})

test('a variable left empty, as in a copied .env file, is not set', () => {
  const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']))
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('the public address decides scheme and origin, whatever the port is', () => {
  expect(readConfig({ PUBLIC_URL: 'https://Booth.Example.org/', PORT: '8080' })).toMatchObject({
    publicOrigin: 'https://booth.example.org',
    secure: true,
    port: 8080,
  })
})

const SECRET = 'hunter2'
const wrong: Readonly<Record<string, readonly string[]>> = {
  NODE_ENV: ['prod', SECRET],
  PORT: ['-1', '65536', 'http', '80.5', SECRET],
  PUBLIC_URL: [
    'booth.example.org',
    'ftp://booth.example.org',
    `https://user:${SECRET}@booth.example.org`,
    `https://booth.example.org/${SECRET}`,
    `https://booth.example.org/?${SECRET}`,
  ],
  DATABASE_URL: [`mysql://booth:${SECRET}@db/booth`, SECRET],
  TRUST_PROXY: ['true', '-1', '6', SECRET],
  VERIFY_MODE: ['strictly', SECRET],
  VERIFY_EXTRA_DOMAINS: [
    'https://example.org',
    'example.org,localhost',
    'Example.org',
    '*.example.org',
    `a b,${SECRET}`,
  ],
  VERIFY_EXTRA_PORTS: ['0', '70000', 'https', '9200,', '9200;9201', SECRET].filter(
    (text) => text !== '9200,',
  ),
  NAT64_PREFIX: ['64:ff9b', '10.0.0.0/8', SECRET],
  LOG_LEVEL: ['verbose', SECRET],
  PRACTICE_ORIGINS: [
    '127.0.0.1:9200',
    'http://127.0.0.1:9200/',
    `http://u:${SECRET}@127.0.0.1:9200`,
  ],
  SHOW_LINKS: ['perhaps', SECRET],
}

describe.each(Object.entries(wrong))('%s', (name, values) => {
  test.each(values)('%s is refused by name, and the value not repeated', (value) => {
    const lines = complaint({ [name]: value })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^${name}: .{5,}`))
    expect(lines[0]).not.toContain(SECRET)
  })
})

test('every mistake is named at once, those of a production start too', () => {
  const lines = complaint({
    NODE_ENV: 'production',
    PORT: SECRET,
    VERIFY_MODE: SECRET,
    DATABASE_URL: SECRET,
    PRACTICE_ORIGINS: 'http://127.0.0.1:9200',
    DEBUG: SECRET,
    NODE_DEBUG: SECRET,
  })
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
    'DATABASE_URL',
    'DEBUG',
    'NODE_DEBUG',
    'PORT',
    'PRACTICE_ORIGINS',
    'VERIFY_MODE',
  ])
  expect(lines.join('\n')).not.toContain(SECRET)
})

describe('refused in production only', () => {
  test.each([
    ['DEBUG', 'elasticsearch'],
    ['NODE_DEBUG', 'http'],
    ['PRACTICE_ORIGINS', 'http://127.0.0.1:9200'],
  ])('%s', (name, value) => {
    expect(complaint({ NODE_ENV: 'production', [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: `)),
    ])
    expect(complaint({ NODE_ENV: 'development', [name]: value })).toEqual([])
    expect(complaint({ NODE_ENV: 'production', [name]: '' })).toEqual([])
  })
})

test('the database’s address is a secret: no way of printing the configuration shows it', () => {
  const config = readConfig({ DATABASE_URL: `postgres://booth:${SECRET}@db/booth` })
  expect(config.databaseUrl?.use((url) => url)).toContain(SECRET)
  expect(
    inspect(config, { depth: 9, showHidden: true }) +
      JSON.stringify(config) +
      String(config.databaseUrl),
  ).not.toContain(SECRET)
})
