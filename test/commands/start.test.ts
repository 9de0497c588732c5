import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'
import { databases } from '../support/databases.ts'
import { PASSPHRASE, PIN } from '../support/staff-proofs.ts'

const folders: string[] = []
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL')
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'booth-start-'))
  folders.push(folder)
  return join(folder, 'data')
}

type Started = { child: ChildProcess; said: () => string; port: number; origin: string }

/** Runs the real command; `said` is both its outputs. */
async function run(environment: Record<string, string>): Promise<Started> {
  const port = environment['PORT'] ? Number(environment['PORT']) : await findFreePort()
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    env: { PATH, HOST: '127.0.0.1', PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, said: () => text, port, origin: `http://127.0.0.1:${port}` }
}

/** Starts it and waits until it says where to go. */
async function start(environment: Record<string, string>): Promise<Started> {
  const started = await run(environment)
  const { child, said } = started
  while (!/\/register/.test(said())) {
    const over = await Promise.race([
      once(child.stdout!, 'data').then(() => false),
      once(child, 'exit').then(() => true),
    ])
    if (over) throw new Error(`it ended: ${said()}`)
  }
  return started
}

async function end(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = (await exited) as [number | null]
  return code
}

async function exitOf({ child }: Started): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit')
  return child.exitCode
}

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

test('without HTTPS it says what does not work and the way round, and on this computer alone says nothing', async () => {
  const venue = await start({ DATA_DIR: newFolder(), PUBLIC_URL: 'http://192.168.0.20:3000' })
  while (!venue.said().includes('first-links.txt')) await once(venue.child.stdout!, 'data')
  for (const [lost, wayRound] of [
    ['cameras do not open', 'type the codes, or use a scanner with a cable'],
    ['logins can be read', 'use a network of your own, with a password'],
    ['claim pages need the network', 'attendees take a screenshot'],
    ['kiosks are not told to clear', 'turn form filling off'],
  ] as const)
    expect(venue.said()).toMatch(new RegExp(`${lost}.*${wayRound}`))
  expect(await end(venue.child)).toBe(0)

  const here = await start({ DATA_DIR: newFolder() })
  while (!here.said().includes('first-links.txt')) await once(here.child.stdout!, 'data')
  expect(await end(here.child)).toBe(0)
  expect(here.said()).not.toContain('Plain HTTP')
})

describe('a first start', () => {
  test('makes its folder, its secret and one-time links that only their owner reads, and says where to go', async () => {
    const DATA_DIR = newFolder()
    const { child, said, origin, port } = await start({ DATA_DIR })
    while (!said().includes('first-links.txt')) await once(child.stdout!, 'data')
    expect(said()).toContain(`http://localhost:${port}/register`)
    expect(said()).toContain('/wall')
    expect(said()).toContain('/staff')
    expect(mode(DATA_DIR)).toBe('700')
    expect(mode(join(DATA_DIR, 'server.secret'))).toBe('600')
    expect(mode(join(DATA_DIR, 'first-links.txt'))).toBe('600')

    const links = readFileSync(join(DATA_DIR, 'first-links.txt'), 'utf8')
    const paths = [...links.matchAll(/http:\/\/localhost:\d+(\/enrol\/[2-9a-z]{26})$/gm)].map(
      ([, path]) => path!,
    )
    expect(paths).toHaveLength(2)
    // No terminal: what is printed ends in a log, so it holds none of them.
    for (const path of paths) expect(said()).not.toContain(path)
    expect(said()).not.toMatch(/\/enrol\//)
    const pages = await Promise.all(paths.map(async (path) => (await fetch(origin + path)).text()))
    expect(pages.map((html) => /<form/.test(html))).toEqual([true, true])
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
    expect(await end(child)).toBe(0)
  })

  test('links are printed where the operator asks for it', async () => {
    const { child, said } = await start({ DATA_DIR: newFolder(), SHOW_LINKS: 'yes' })
    while ((said().match(/\/enrol\//g) ?? []).length < 2) await once(child.stdout!, 'data')
    expect(said()).toContain('it works once, for 10 minutes')
  })

  test('a wrong environment or event file ends it at once, every mistake named, no folder made', async () => {
    const DATA_DIR = newFolder()
    const environment = await run({ DATA_DIR, VERIFY_MODE: 'hunter2', PORT: '99999' })
    expect(await exitOf(environment)).toBe(1)
    expect(environment.said()).toMatch(/PORT: [\s\S]*VERIFY_MODE: |VERIFY_MODE: [\s\S]*PORT: /)
    expect(environment.said()).not.toMatch(/hunter2|\s+at .*\.ts/)
    const event = await run({ DATA_DIR, EVENT_FILE: 'events/nothing.yaml' })
    expect(await exitOf(event)).toBe(1)
    expect(event.said()).toContain('events/nothing.yaml: cannot be read')
    expect(() => statSync(DATA_DIR)).toThrow('ENOENT')
  })

  test('in production neither DEBUG nor practice origins', async () => {
    const started = await run({
      DATA_DIR: newFolder(),
      NODE_ENV: 'production',
      DEBUG: 'x',
      PRACTICE_ORIGINS: 'http://127.0.0.1:1',
    })
    expect(await exitOf(started)).toBe(1)
    expect(started.said()).toMatch(/DEBUG: [\s\S]*PRACTICE_ORIGINS: /)
  })
})

describe('stopping', () => {
  test('SIGTERM finishes the request in flight, ends open streams, takes no new one, and exits 0', async () => {
    const { child, origin, port } = await start({ DATA_DIR: newFolder() })
    const stream = await fetch(`${origin}/wall/events`)
    const body = new URLSearchParams({
      nickname: 'In flight',
      consent: 'yes',
      noticeVersion: '2026-11-01',
    }).toString()
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(
      [
        'POST /register HTTP/1.1',
        `Host: localhost:${port}`,
        `Origin: http://localhost:${port}`,
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${body.length}`,
        'Connection: close',
        '',
        body.slice(0, 20),
      ].join('\r\n'),
    )
    // The server has the head once it answers somebody who came later.
    await fetch(`${origin}/healthz`)
    child.kill('SIGTERM')
    await stream.text()
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow()
    socket.write(body.slice(20))
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 303 [\s\S]*location: \/m\/[2-9a-z]{26}/i)
    expect(await exitOf({ child } as Started)).toBe(0)
  })

  test('what was done is there after the next start, and the secret is the same', async () => {
    const DATA_DIR = newFolder()
    const first = await start({ DATA_DIR })
    const form = { nickname: 'Stays', consent: 'yes', noticeVersion: '2026-11-01' }
    const signedUp = await fetch(`${first.origin}/register`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { Origin: `http://localhost:${first.port}` },
      redirect: 'manual',
    })
    const base = signedUp.headers.get('location')!
    const links = readFileSync(join(DATA_DIR, 'first-links.txt'), 'utf8')
    const path = /\/enrol\/[2-9a-z]{26}/.exec(links)![0]
    const enrolled = await fetch(first.origin + path, {
      method: 'POST',
      body: new URLSearchParams({ name: 'Admin', pin: PIN, passphrase: PASSPHRASE }),
      headers: { Origin: `http://localhost:${first.port}` },
      redirect: 'manual',
    })
    const cookie = enrolled.headers.getSetCookie()[0]!.split(';')[0]!
    const secret = readFileSync(join(DATA_DIR, 'server.secret'), 'utf8')
    expect(await end(first.child)).toBe(0)
    rmSync(join(DATA_DIR, 'first-links.txt'))

    const second = await start({ DATA_DIR })
    expect(await (await fetch(second.origin + base)).text()).toContain('Stays')
    expect((await fetch(`${second.origin}/staff`, { headers: { cookie } })).status).toBe(200)
    expect(readFileSync(join(DATA_DIR, 'server.secret'), 'utf8')).toBe(secret)
    // Somebody is enrolled: no link lies around any more.
    expect(await end(second.child)).toBe(0)
    expect(second.said()).not.toContain('first-links.txt')
  })
})

describe('a start that is refused', () => {
  const counters = 'available = available + 1'

  test('SQLite: counters that differ from the ledger, and says which line', async () => {
    const DATA_DIR = newFolder()
    await end((await start({ DATA_DIR })).child)
    const raw = new DatabaseSync(join(DATA_DIR, 'booth.db'))
    raw.exec(`update stock set ${counters} where sku = 'mint-2XL'`)
    raw.close()
    const again = await run({ DATA_DIR })
    expect(await exitOf(again)).toBe(1)
    expect(again.said()).toMatch(
      /counters differ from its ledger:\s+mint-2XL available: 7 counted, 6 by the ledger/,
    )
    expect(again.said()).not.toContain('/register')
  })

  test('PostgreSQL: the same, and the process ends', async () => {
    const place = await databases[1]!.newPlace()
    if (place.kind !== 'postgres') throw new Error('no PostgreSQL')
    const DATABASE_URL = place.url.use((url) => url)
    const DATA_DIR = newFolder()
    await end((await start({ DATA_DIR, DATABASE_URL })).child)
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: DATABASE_URL })
    await client.connect()
    await client.query(`update stock set ${counters} where sku = 'pink-M'`)
    await client.end()
    const again = await run({ DATA_DIR, DATABASE_URL })
    expect(await exitOf(again)).toBe(1)
    expect(again.said()).toContain('pink-M available: 21 counted, 20 by the ledger')
  })

  test('a port that is taken: a sentence, no stack, exit 1', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const started = await run({ DATA_DIR: newFolder(), PORT: String(port) })
    expect(await exitOf(started)).toBe(1)
    other.close()
    expect(started.said()).toContain(`Port ${port} is taken`)
    expect(started.said()).not.toMatch(/EADDRINUSE|\n\s+at /)
    expect(started.said()).not.toContain('/register')
  })

  test('a damaged secret is not replaced in silence', async () => {
    const DATA_DIR = newFolder()
    await end((await start({ DATA_DIR })).child)
    const copy = newFolder()
    cpSync(DATA_DIR, copy, { recursive: true })
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(copy, 'server.secret'), 'short')
    const again = await run({ DATA_DIR: copy })
    expect(await exitOf(again)).toBe(1)
    expect(again.said()).toContain('server.secret is damaged')
    expect(readFileSync(join(copy, 'server.secret'), 'utf8')).toBe('short')
  })
})

async function textOf(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(socket, 'close')
  return text
}
