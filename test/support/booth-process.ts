import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'

/** `npx booth-mission start` as a process of its own, on a fresh data folder. */
export type BoothProcess = {
  origin: string
  /** One-time links of the first start. */
  staffLink: string
  kioskLink: string
  /** Ends it as a power cut would, and starts it on the same folder and port; resolves when it serves. */
  killAndStart(): Promise<void>
  stop(): Promise<number | null>
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export async function startBoothProcess(
  environment: Readonly<Record<string, string>> = {},
): Promise<BoothProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'booth-process-'))
  const port = await findFreePort()
  const start = () =>
    startProcess({
      ...environment,
      DATA_DIR: folder,
      PORT: String(port),
      HOST: '127.0.0.1',
      SHOW_LINKS: 'yes',
    })
  let running = await start()
  const [staffLink = '', kioskLink = ''] = running.links
  return {
    origin: `http://localhost:${port}`,
    staffLink,
    kioskLink,
    killAndStart: async () => {
      await end(running.child, 'SIGKILL')
      running = await start()
    },
    stop: async () => {
      const code = await end(running.child, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}

/** Resolves when it has printed its first links: it serves, and nobody is enrolled yet. */
async function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const links: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (/\/enrol\/\w+$/.test(line)) links.push(line.trim())
    if (links.length === 2) break
  }
  child.stdout.resume()
  if (links.length < 2) throw new Error('the booth did not start; its words are above')
  return { child, links }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit') as Promise<[number | null]>
  child.kill(signal)
  const [code] = await exited
  return code
}
