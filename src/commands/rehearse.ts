import closeWithGrace from 'close-with-grace'
import { parseArgs } from 'node:util'
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { readEventFile } from '../event/event-file.ts'
import { findFreePort } from '../rehearsal/free-port.http.ts'
import { keepRehearsing } from './keep-rehearsing.ts'
import { rehearseToEnd } from './rehearse-to-end.ts'
import { rehearsalConfig } from './rehearsal-booth.ts'

const USAGE =
  'Usage: npm run rehearsal -- [--attendees N] [--exit] [--seed N] [--port P]\n' +
  '  --attendees  how many come (with --exit), or are there at once; 0 to 1000, default 12\n' +
  '  --exit       plays them to the end without a screen, then says whether all adds up\n' +
  '  --seed       the same number plays the same rehearsal\n' +
  '  --port       where the booth is served, default 3000 (any free port with --exit)'

const STOP_MS = 8_000
const DEFAULT_PORT = 3_000
const MOST_SEED = 2 ** 31

const whole = (most: number) => z.coerce.number().int().min(0).max(most)
const Options = z.object({
  attendees: whole(1_000).default(12),
  exit: z.boolean().default(false),
  seed: whole(MOST_SEED).default(() => randomInt(MOST_SEED)),
  port: whole(65_535).optional(),
})

/** `rehearse`: the whole booth with practice clusters and simulated attendees; nothing of it is kept. */
export async function rehearse(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { exit, port, ...options } = readOptions(args)
  const wanted = port ?? (exit ? 0 : DEFAULT_PORT)
  const config = rehearsalConfig(environment, {
    port: wanted === 0 ? await findFreePort() : wanted,
    publicUrl: exit ? undefined : environment['PUBLIC_URL'],
  })
  const event = readEventFile(config.eventFile)
  const wish = { config, event, write: console.log, ...options }
  return endWithGrace((ended) => {
    console.log(`Rehearsal ${wish.seed} of ${event.id} (--seed ${wish.seed} plays it again)`)
    return exit ? rehearseToEnd({ ...wish, ended }) : keepRehearsing({ ...wish, ended })
  })
}

/** Told to stop, the process ends when `run` has put everything away, with the exit code it gives then. */
async function endWithGrace(run: (ended: AbortSignal) => Promise<number>): Promise<number> {
  const ended = new AbortController()
  const { promise: over, resolve, reject } = Promise.withResolvers<number>()
  const graceful = closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err }) => {
    if (err) console.error(err)
    ended.abort()
    if ((await over) !== 0) throw new Error('The rehearsal was ended early.')
  })
  run(ended.signal).then(resolve, reject)
  return over.finally(graceful.uninstall)
}

/** @throws Error with the usage */
function readOptions(args: string[]): z.infer<typeof Options> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        attendees: { type: 'string' },
        exit: { type: 'boolean' },
        seed: { type: 'string' },
        port: { type: 'string' },
      },
    })
    return Options.parse(values)
  } catch (cause) {
    throw new Error(USAGE, { cause })
  }
}
