import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import type { Event } from '../event/event.ts'
import { readEventFile } from '../event/event-file.ts'
import { Secret } from '../shared/secret.ts'
import { checkAddress, splitLines } from './check-address.ts'
import { diagnoseOnce, diagnosePolicy } from './diagnose.ts'
import { openExchangeFor } from './real-outside.ts'

/** `check-address [--open]`: one endpoint or Cloud ID a line in, one answer a line out. */
export async function checkAddressFromStdin(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { open: { type: 'boolean', default: false } } })
  process.stdin.setEncoding('utf8')
  const lines = splitLines(process.stdin as AsyncIterable<string>)
  await checkAddress({ lines, open: values.open, write: console.log })
  return 0
}

const DIAGNOSE_OPTIONS = {
  target: { type: 'string' },
  tag: { type: 'string' },
  rehearsal: { type: 'string' },
  mission: { type: 'string' },
} as const

const DIAGNOSE_USAGE =
  'Usage: npx booth-mission diagnose --target T --tag T [--rehearsal ORIGIN] [--mission ID] < key'

/**
 * `diagnose --target T --tag T [--rehearsal ORIGIN] [--mission ID]`: the key on standard input, the verdict as one line of JSON. The
 * mission's parameters come from the event file; without an id, its first mission's.
 */
export async function diagnoseFromStdin(
  args: string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const { values } = parseArgs({ args, options: DIAGNOSE_OPTIONS })
  const { target, tag, rehearsal, mission: id } = values
  if (target === undefined || tag === undefined) {
    console.error(DIAGNOSE_USAGE)
    return 2
  }
  const config = readConfig(environment)
  const event = readEventFile(config.eventFile)
  const mission = id === undefined ? event.missions[0] : event.missions.find((m) => m.id === id)
  if (!mission) return refuseMission(id, event)
  const policy = diagnosePolicy(rehearsal)
  process.stdin.setEncoding('utf8')
  await diagnoseOnce({
    target,
    tag,
    ...(rehearsal !== undefined && { rehearsal }),
    key: new Secret((await process.stdin.toArray()).join('').trim()),
    mission: { ...mission, eventPrefix: event.id },
    openExchange: openExchangeFor(config, policy),
    now: () => new Date(),
    write: console.log,
  })
  return 0
}

function refuseMission(id: string | undefined, { missions }: Event): number {
  const known = missions.map((mission) => mission.id).join(', ')
  console.error(`--mission ${id}: the event file has no such mission. Give one of ${known}.`)
  return 2
}
