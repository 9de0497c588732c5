import { Secret } from '../../src/shared/secret.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
// @ts-expect-error -- plain JavaScript, as jest wants it
import startPostgres from '../../test/support/start-postgres.js'
// @ts-expect-error -- plain JavaScript, as jest wants it
import stopPostgres from '../../test/support/stop-postgres.js'
import { fillBooth, takeBack } from './filled-booth.ts'
import { sendHandOvers } from './senders.ts'
import { startServer } from './server-process.ts'

const PEOPLE = 2_000
const SENDERS = 8
const INSTANCES = [1, 2, 4]

/** Hand-overs a second on one PostgreSQL, by the number of instances before it. No floor: printed only. */
export async function measureOnPostgres(): Promise<string[]> {
  await (startPostgres as () => Promise<void>)()
  const url = process.env['TEST_DATABASE_URL'] ?? ''
  const storage = await openStorage({ kind: 'postgres', url: new Secret(url) })
  const lines: string[] = []
  try {
    const codes = await fillBooth(storage, PEOPLE)
    for (const instances of INSTANCES) {
      const task = { place: { kind: 'postgres', url }, people: PEOPLE, logins: SENDERS } as const
      const servers = await Promise.all(
        Array.from({ length: instances }, () => startServer('booth-server', task)),
      )
      // Once before the measuring, so that it is not the compiler that is measured.
      await sendHandOvers(servers, codes, SENDERS)
      await takeBack(storage, codes)
      const { perSecond, p99Ms } = await sendHandOvers(servers, codes, SENDERS)
      await takeBack(storage, codes)
      for (const { stop } of servers) await stop()
      const figures = `${perSecond.toFixed(0)} hand-overs/s, p99 ${p99Ms.toFixed(1)} ms`
      lines.push(`PostgreSQL, ${instances} instances, ${SENDERS} senders: ${figures}`)
    }
  } finally {
    await storage.close()
    await (stopPostgres as () => Promise<void>)()
  }
  return lines
}
