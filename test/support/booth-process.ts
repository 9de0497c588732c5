import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

/** `npx booth-mission start` as a process of its own, on a fresh data folder. */
export type BoothProcess = {
  origin: string
  /** One-time links of the first start. */
  staffLink: string
  kioskLink: string
  stop(): Promise<number | null>
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export async function startBoothProcess(
  environment: Readonly<Record<string, string>> = {},
): Promise<BoothProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'booth-process-'))
  const port = await freePort()
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: {
      ...environment,
      DATA_DIR: folder,
      PORT: String(port),
      HOST: '127.0.0.1',
      SHOW_LINKS: 'yes',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const links: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (/\/enrol\/\w+$/.test(line)) links.push(line.trim())
    if (links.length === 2) break
  }
  child.stdout.resume()
  const [staffLink, kioskLink] = links
  if (staffLink === undefined || kioskLink === undefined)
    throw new Error('the booth did not start; its words are above')
  return {
    origin: `http://localhost:${port}`,
    staffLink,
    kioskLink,
    stop: async () => {
      const exited = once(child, 'exit') as Promise<[number | null]>
      if (child.exitCode === null && !child.killed) child.kill('SIGTERM')
      else return child.exitCode
      const [code] = await exited
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}
