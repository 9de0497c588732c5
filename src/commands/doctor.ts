import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, resolve } from 'node:path'
import { ConfigError, readConfig, type Config } from '../config.ts'
import { openDataFolder } from '../data-folder.ts'
import { EventFileError, readEventFile } from '../event/event-file.ts'
import type { Event } from '../event/event.ts'
import { openings } from '../event/opening-hours.ts'
import { LEAST_FREE_BYTES } from '../platform/disk/disk-watch.ts'
import { openStorage } from '../storage/open-storage.ts'
import { storagePlace } from './storage-place.ts'

/** `note`: works, but something people expect does not. */
export type Finding = { level: 'ok' | 'note' | 'fault'; about: string; says: string }

/** This program was written after this day; a clock before it is wrong. */
const BUILT = Date.parse('2026-11-01T00:00:00Z')

/** `doctor`: says whether this machine and event file are ready, a line each. Exit code 1 when one is not. */
export async function doctor(_args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const findings = await examine(environment, new Date())
  for (const { level, about, says } of findings) console.log(`${level.padEnd(5)} ${about}: ${says}`)
  return findings.some(({ level }) => level === 'fault') ? 1 : 0
}

async function examine(environment: NodeJS.ProcessEnv, now: Date): Promise<Finding[]> {
  const config = tryTo(() => readConfig(environment), ConfigError)
  if (typeof config === 'string') return [{ level: 'fault', about: 'settings', says: config }]
  const event = tryTo(() => readEventFile(config.eventFile), EventFileError)
  return [
    { level: 'ok', about: 'settings', says: 'every variable can be read' },
    ...(typeof event === 'string'
      ? [{ level: 'fault' as const, about: 'event file', says: event }]
      : examineEvent(event, now)),
    examineClock(now),
    await examinePort(config),
    examineAddress(config),
    ...(await examineStorage(config)),
  ]
}

function examineEvent(event: Event, now: Date): Finding[] {
  const ahead = openings(event).filter(({ to }) => to > now.getTime())
  const at = (instant: number) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: event.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(instant)
  const [next] = ahead
  return [
    {
      level: 'ok',
      about: 'event file',
      says: `${event.id}, ${event.shirts.colours.length} colours`,
    },
    ...examinePrizes(event),
    next
      ? {
          level: 'ok',
          about: 'opening hours',
          says: `next ${at(next.from)} to ${at(next.to)} in ${event.timeZone}`,
        }
      : {
          level: 'note',
          about: 'opening hours',
          says: `every day is over in ${event.timeZone}: check the dates`,
        },
    { level: 'ok', about: 'time zone', says: `it is ${at(now.getTime())} in ${event.timeZone}` },
  ]
}

/** What is to be won, as the file was understood. */
function examinePrizes({ missions, prizes }: Event): Finding[] {
  return [
    ...missions.map(({ id, earns }) => ({
      level: 'ok' as const,
      about: `mission ${id}`,
      says: `earns ${earns.join(' or ')}`,
    })),
    ...prizes.map(({ id, stock, perDay }) => ({
      level: 'ok' as const,
      about: `prize ${id}`,
      says: `${stock} in stock${perDay === undefined ? '' : `, ${perDay} a day`}`,
    })),
  ]
}

function examineClock(now: Date): Finding {
  return now.getTime() > BUILT
    ? { level: 'ok', about: 'clock', says: now.toISOString() }
    : {
        level: 'fault',
        about: 'clock',
        says: `${now.toISOString()} is before this program was written: set it`,
      }
}

/** Can we listen there? The port is given back at once. */
function examinePort({ port, host }: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ message }) => {
      const says = `${message}: end what uses it, or set PORT`
      resolve({ level: 'fault', about: 'port', says })
    })
    server.listen(port, host, () => {
      server.close(() => {
        resolve({ level: 'ok', about: 'port', says: `${host}:${port} is free` })
      })
    })
  })
}

function examineAddress({ secure, publicOrigin }: Config): Finding {
  const about = 'TLS and camera'
  if (secure)
    return { level: 'ok', about, says: `${publicOrigin}: cameras open, cookies are protected` }
  const says = `${publicOrigin} is plain HTTP: no camera on phones (codes are typed), cookies unprotected. Set PUBLIC_URL to an https:// address`
  return { level: 'note', about, says }
}

async function examineStorage(config: Config): Promise<Finding[]> {
  const parent = existsSync(config.dataDir) ? config.dataDir : dirname(resolve(config.dataDir))
  try {
    accessSync(parent, constants.W_OK)
    const free = statfsSync(parent).bavail * statfsSync(parent).bsize
    const storage = await openStorage(storagePlace(config, openDataFolder(config.dataDir)))
    const durable =
      storage.kind === 'sqlite'
        ? 'SQLite with synchronous=FULL and WAL: a commit is on disk'
        : 'PostgreSQL with fsync and synchronous_commit: a commit is on disk'
    await storage.close()
    return [
      {
        level: free > LEAST_FREE_BYTES ? 'ok' : 'fault',
        about: 'data folder',
        says: `${config.dataDir}, ${Math.floor(free / 1024 / 1024)} MB free`,
      },
      { level: 'ok', about: 'database', says: durable },
    ]
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return [{ level: 'fault', about: 'data folder or database', says }]
  }
}

/** The value, or what the expected error says. */
function tryTo<Value>(
  attempt: () => Value,
  expected: new (message: string) => Error,
): Value | string {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof expected) return error.message
    throw error
  }
}
