import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ToLoopback } from './hostile-exchange.ts'
import { askOnce, exchangesWithLoopback } from './hostile-exchange.ts'

/**
 * Asks every port once from a process of its own and returns what it was told, fault or status.
 * Jest hides the real environment and uncaught errors from the code it runs; a process does not.
 * Rejects when the process dies.
 */
export async function askInChild(
  to: ToLoopback,
  environment: NodeJS.ProcessEnv = {},
): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', import.meta.filename, JSON.stringify(to)],
    { env: { ...process.env, ...environment } },
  )
  return JSON.parse(stdout) as string[]
}

async function askAll(to: ToLoopback): Promise<void> {
  const open = exchangesWithLoopback(to)
  const words: string[] = []
  for (const port of to.ports) {
    const said = await askOnce(open(port))
    words.push(said.kind === 'fault' ? said.fault : String(said.status))
  }
  process.stdout.write(JSON.stringify(words))
}

if (import.meta.main) await askAll(JSON.parse(process.argv[2] ?? '{}') as ToLoopback)
