import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'

const folder = mkdtempSync(join(tmpdir(), 'booth-ends-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A file may grow to so many blocks of 1,024 bytes: enough to start with. */
const BLOCKS = 900
const MOST_SIGN_UPS = 300

async function start(under: readonly string[]) {
  const port = await findFreePort()
  const [program, ...args] = [...under, process.execPath, 'src/main.ts', 'start']
  const { PATH = '' } = process.env
  const child = spawn(program, args, {
    env: { PATH, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  while (!said.includes('/register')) await once(child.stdout, 'data')
  const exited = once(child, 'exit') as Promise<[number | null]>
  return { child, exited, said: () => said, origin: `http://localhost:${port}` }
}

async function signUp(origin: string, nickname: string) {
  const body = new URLSearchParams({ nickname, consent: 'yes', noticeVersion: '2026-11-01' })
  return fetch(`${origin}/register`, {
    method: 'POST',
    body,
    headers: { Origin: origin },
    redirect: 'manual',
  })
}

test('when the disk fails, the booth says it does not know, ends, and the next one has all that was answered', async () => {
  const booth = await start(['bash', '--norc', '-c', `ulimit -f ${BLOCKS}; exec "$0" "$@"`])
  const links: string[] = []
  let failed: Response | undefined
  for (let number = 0; number < MOST_SIGN_UPS && !failed; number++) {
    const response = await signUp(booth.origin, `Person ${number}`)
    if (response.status === 303) links.push(response.headers.get('location')!)
    else failed = response
  }
  expect(links.length).toBeGreaterThan(0)
  // A phone shows amber for it: src/staff/send-tap.browser.ts.
  expect(failed?.status).toBeGreaterThanOrEqual(500)
  expect(await failed?.text()).not.toMatch(/SQLITE|StorageLost|\.ts:/)
  expect((await booth.exited)[0]).toBe(1)
  expect(booth.said()).toContain('the database file cannot be read or written any more')

  const next = await start([])
  const pages = await Promise.all(links.map((link) => fetch(next.origin + link)))
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await signUp(next.origin, 'After')).status).toBe(303)
  next.child.kill('SIGTERM')
  expect((await next.exited)[0]).toBe(0)
}, 60_000)
