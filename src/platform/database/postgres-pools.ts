import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Secret } from '../../shared/secret.ts'
import { createSilenceWatch, type SilenceWatch } from './silence-watch.ts'

const POOL_SIZE = 10

/** A network that swallows packets says nothing: a connection that is not open by then never will be. */
const CONNECT_MS = 3_000

/** The server takes the locks back from whoever fell silent in a transaction, before whoever waits for them gives up. */
const SILENT_IN_TRANSACTION_MS = 3_000

/** Source: net.Socket.setKeepAlive; after it ten probes, a second apart. */
const KEEP_ALIVE_MS = 10_000

/** Longer than a crowd waits for one shirt's lock: then this one connection is dead, whoever else is answered. */
const STATEMENT_MS = 15_000

/** For what visitors wait for: while the server is silent they are told so; while it is busy they wait. */
export function openPool(url: Secret): PostgresPool {
  const pool = createPool(url, {
    max: POOL_SIZE,
    idle_in_transaction_session_timeout: SILENT_IN_TRANSACTION_MS,
  })
  const silence = createSilenceWatch()
  pool.on('connect', silence.hear)
  return {
    options: pool.options,
    connect: async () => watched(await connect(pool, silence), silence),
    end: () => pool.end().finally(silence.stop),
  }
}

function connect(pool: pg.Pool, silence: SilenceWatch): Promise<pg.PoolClient> {
  const connecting = pool.connect()
  const { promise: silent, reject } = Promise.withResolvers<never>()
  return silence.wait(Promise.race([connecting, silent]), () => {
    reject(new Error('Connection terminated: the server is silent'))
    // Nobody waits for it any more.
    connecting.then(
      (client) => {
        client.release()
      },
      () => undefined,
    )
  })
}

/** Given up, a connection is closed, and its statement fails as one that is cut does. */
function watched(client: pg.PoolClient, silence: SilenceWatch): PostgresPoolClient {
  let isGivenUp = false
  const giveUp = () => {
    isGivenUp = true
    client.release(true)
  }
  const query: unknown = async (text: string, values: unknown[]) => {
    const answer = await silence.wait(client.query(text, values), giveUp, STATEMENT_MS)
    silence.hear()
    return answer
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => {
      if (!isGivenUp) client.release(destroy)
    },
  }
}

/** Connections of their own for work that may last: bringing tables up to date, rewriting them, reading all of them. */
export async function patiently<Tables, Result>(
  url: Secret,
  work: (kysely: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const pool = createPool(url, {
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  })
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await work(kysely)
  } finally {
    await kysely.destroy()
  }
}

function createPool(url: Secret, config: pg.PoolConfig): pg.Pool {
  const pool = url.use(
    (connectionString) => new pg.Pool({ connectionString, Client: ImpatientClient, ...config }),
  )
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on('error', () => undefined)
  // Nor must one in use: its statement fails and says so, and the pool drops it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Said to the pool, the limit would also be for whoever waits for a free connection at a busy moment. */
class ImpatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS })
  }
}
