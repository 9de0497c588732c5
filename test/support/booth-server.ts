import { createPasswordHash, QUICK } from '../../src/platform/password-hash.ts'
import { randomInt, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realOutside } from '../../src/commands/real-outside.ts'
import { serve } from '../../src/commands/serve.ts'
import { storagePlace } from '../../src/commands/storage-place.ts'
import { compose, type Booth } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { openDataFolder } from '../../src/data-folder.ts'
import type { Event } from '../../src/event/event.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import { createLog } from '../../src/platform/log.ts'
import { startPracticeCluster, type PracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import { createSimulatedMetricbeat } from '../../src/rehearsal/simulated-metricbeat.ts'
import type { TagPlacement } from '../../src/rehearsal/tag-placement.ts'
import type { EnrolmentKind } from '../../src/staff/staff.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'

/**
 * `event`: instead of the sample. `start`: the hour at the booth to begin with, instead of the real one; ISO-8601.
 * `databaseUrl`: of a PostgreSQL, asked for when the booth starts.
 */
export type BoothServerOptions = {
  event?: Event
  start?: string
  databaseUrl?: () => string | undefined
}

/** The booth as `start` runs it, on a port of its own. */
export type BoothServer = {
  booth: Booth
  /** The booth's clock, which runs on; `goOn` lets so many minutes pass at once. */
  clock: RunningClock
  /** `http://localhost:PORT`: browsers give cameras and clipboards to localhost without HTTPS. */
  origin: string
  /** Lines at level error; a journey leaves none. */
  errors: () => readonly string[]
  /** An attendee's own cluster, which may be typed into the form. */
  newCluster: () => Promise<PracticeCluster>
  /** A one-time link for a device. */
  enrolmentLink: (kind: EnrolmentKind) => Promise<string>
  stop: () => Promise<void>
}

type RunningClock = { now: () => Date; goOn: (minutes: number) => void }

function runningClock(start?: string): RunningClock {
  let ahead = start === undefined ? 0 : Date.parse(start) - Date.now()
  return {
    now: () => new Date(Date.now() + ahead),
    goOn: (minutes) => {
      ahead += minutes * 60_000
    },
  }
}

export async function startBoothServer({
  event,
  start,
  databaseUrl,
}: BoothServerOptions = {}): Promise<BoothServer> {
  const folder = mkdtempSync(join(tmpdir(), 'booth-browser-'))
  const port = await findFreePort()
  const config = readConfig({
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl?.(),
  })
  const clusters: PracticeCluster[] = []
  const practiceOrigins: string[] = []
  const log: string[] = []
  const clock = runningClock(start)
  const data = openDataFolder(folder)
  const booth = await compose(config, event ?? readEventFile(config.eventFile), {
    ...realOutside({ ...config, verification: { ...config.verification, practiceOrigins } }),
    now: clock.now,
    passwords: createPasswordHash(QUICK),
    storage: await openStorage(storagePlace(config, data)),
    secrets: data.secrets,
    log: createLog('error', { write: (line) => log.push(line) }),
  })
  const serving = await serve(booth)
  return {
    booth,
    clock,
    origin: config.publicOrigin,
    errors: () => log,
    newCluster: async () => {
      const cluster = await startPracticeCluster({ now: clock.now })
      clusters.push(cluster)
      practiceOrigins.push(cluster.origin)
      return cluster
    },
    enrolmentLink: async (kind) => {
      const { token } = await booth.newEnrolmentLink(kind)
      return token.use((secret) => `${config.publicOrigin}/enrol/${secret}`)
    },
    stop: async () => {
      await serving.stop()
      for (const cluster of clusters) await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Shipped = { placement?: TagPlacement; seconds?: number; now?: () => Date }

/** What an attendee's laptop ships: metrics until now, from a computer of its own. */
export function ship(
  cluster: PracticeCluster,
  tag: string,
  { placement = 'right', seconds = 120, now = () => new Date() }: Shipped = {},
): void {
  const metricbeat = createSimulatedMetricbeat({
    hostName: 'kim-laptop',
    hostId: randomUUID().replaceAll('-', ''),
    agentId: randomUUID(),
    version: '9.2.1',
    now,
    pick: (max) => randomInt(max),
  })
  cluster.index(metricbeat.documents({ tag, placement, seconds }))
}
