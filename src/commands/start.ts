import closeWithGrace from 'close-with-grace'
import { compose, type Booth } from '../compose.ts'
import type { Outside } from '../outside.ts'
import { isPlainHttp, readConfig, type Config } from '../config.ts'
import { openDataFolder, type DataFolder } from '../data-folder.ts'
import type { Event } from '../event/event.ts'
import { readEventFile } from '../event/event-file.ts'
import { openDataDisk } from '../platform/disk/data-disk.ts'
import { errorFields } from '../platform/log.ts'
import { openStorage } from '../storage/open-storage.ts'
import { firstLinks } from './enrolment-links.ts'
import { realOutside } from './real-outside.ts'
import { serve, type Serving } from './serve.ts'
import { storagePlace } from './storage-place.ts'

const STOP_MS = 5_000

/** `start`: the real thing. Resolves when the booth has stopped. */
export async function start(_args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(environment)
  const event = readEventFile(config.eventFile)
  const folder = openDataFolder(config.dataDir)
  const outside = realOutside(config)
  const storage = await openStorage(storagePlace(config, folder))
  const { booth, serving } = await open(config, event, {
    ...outside,
    storage,
    secrets: folder.secrets,
    removeBackups: () => folder.removeBackups(),
    ...(!config.databaseUrl && { disk: openDataDisk(config.dataDir) }),
  })
  endWhenLost(booth, serving)
  // Before anybody reads that it is there, it can be asked to stop.
  const stopped = untilStopped(booth, serving)
  console.log(banner(config, event.id))
  if (!(await booth.staff.hasStaff())) await printFirstLinks(config, { folder, booth })
  return stopped
}

function untilStopped({ log }: Booth, serving: Serving): Promise<number> {
  return new Promise((resolve) => {
    closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err }) => {
      if (err) log.error('the process must end', errorFields(err))
      await serving.stop()
      resolve(err ? 1 : 0)
    })
  })
}

/** Whoever started us starts us anew, and the new process reads what is really on the disk. */
function endWhenLost({ storage, log }: Booth, serving: Serving): void {
  storage.onLost(() => {
    log.error('the database file cannot be read or written any more: the process ends')
    void serving.abandon().then(() => process.exit(1))
  })
}

/** A start that fails leaves nothing open, so that the process ends. */
async function open(config: Config, event: Event, outside: Outside) {
  let opened: { close: () => Promise<void> } = outside.storage
  try {
    const booth = await compose(config, event, outside)
    opened = booth
    return { booth, serving: await serve(booth) }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** What is lost without HTTPS, and the way round each. */
const PLAIN_HTTP = [
  '  Plain HTTP. Set PUBLIC_URL to an https:// address behind a proxy; until then:',
  '    cameras do not open            type the codes, or use a scanner with a cable',
  '    logins can be read on the way  use a network of your own, with a password',
  '    claim pages need the network   attendees take a screenshot of their code',
  '    kiosks are not told to clear   turn form filling off (docs/kiosk.md)',
]

function banner(config: Config, eventId: string): string {
  const lines = [
    `Booth Mission for ${eventId}: ${config.publicOrigin}`,
    `  attendees  ${config.publicOrigin}/register   wall  ${config.publicOrigin}/wall   staff  ${config.publicOrigin}/staff`,
  ]
  if (config.verification.mode === 'open')
    lines.push('  VERIFY_MODE=open: any public address may be asked, not only Elastic’s own.')
  if (isPlainHttp(config)) lines.push(...PLAIN_HTTP)
  return lines.join('\n')
}

type FirstStart = { folder: DataFolder; booth: Parameters<typeof firstLinks>[0] }

/** One-time links are secrets: to a terminal only, else into a file that only its owner reads. */
async function printFirstLinks(config: Config, { folder, booth }: FirstStart): Promise<void> {
  const text = await firstLinks(booth)
  if (process.stdout.isTTY || config.showLinks) console.log(text)
  else
    console.log(
      `First start: open ${folder.writePrivately('first-links.txt', text)} to enrol the first phone and the kiosk.`,
    )
}
