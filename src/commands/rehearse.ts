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

const DEFAULT_PORT = 3_000
const MOST_SEED = 2 ** 31

const whole = (most: number) => z.coerce.number().int().min(0).max(most)
const Options = z.object({
  attendees: whole(1_000).default(12),
  exit: z.boolean().default(false),
  seed: whole(MOST_SEED).optional(),
  port: whole(65_535).optional(),
})

/** `rehearse`: the whole booth with practice clusters and simulated attendees; nothing of it is kept. */
export async function rehearse(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { attendees, exit, seed = randomInt(MOST_SEED), port } = readOptions(args)
  const wanted = port ?? (exit ? 0 : DEFAULT_PORT)
  const config = rehearsalConfig(environment, {
    port: wanted === 0 ? await findFreePort() : wanted,
    publicUrl: exit ? undefined : environment['PUBLIC_URL'],
  })
  const event = readEventFile(config.eventFile)
  console.log(`Rehearsal ${seed} of ${event.id} (--seed ${seed} plays it again)`)
  const wish = { config, event, seed, attendees, write: console.log }
  return exit ? rehearseToEnd(wish) : keepRehearsing(wish)
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
