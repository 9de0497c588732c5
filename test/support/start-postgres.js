import { startPostgresServer } from './postgres-server.ts'

/** One real PostgreSQL for the whole run; each test opens a schema of its own in it. */
export default async function startPostgres() {
  const server = await startPostgresServer()
  globalThis.__postgres = server
  process.env.TEST_DATABASE_URL = server.url
}
