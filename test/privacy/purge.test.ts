import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkInvariants } from '../../src/commands/check-invariants.ts'
import { runPurge, showPurge, type PurgeRun } from '../../src/commands/purge.ts'
import { openDataFolder } from '../../src/data-folder.ts'
import { claimedAttendee, connect, passedAttendee, signUp } from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { readStorage } from '../../src/storage/open-storage.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'

/** The sample event ends on 29 November 2026 at 17:00 in Seoul and keeps names for 7 days. */
const DUE = '2026-12-06T08:00:00.000Z'

describe.each(databases)('the purge, on $name', (database) => {
  test('leaves no planted name in any table or file, and every count as it was', async () => {
    const booth = await openTestBooth({ database })
    const planted = await plantNames(booth)
    expect(planted).toHaveLength(12)
    await backUp(booth)
    const before = await everythingKept(booth)
    for (const name of planted) expect([name, before.includes(name)]).toEqual([name, true])
    goTo(booth, DUE)
    const counted = await counts(booth)
    const { said, code } = await purge(booth, 'when-due')
    expect(code).toBe(0)
    expect(said).toContain('4 nicknames and tags of attendees gone')
    if (booth.place.kind === 'sqlite') expect(said).toContain('3 files of the folder backups')

    const after = await everythingKept(booth)
    for (const name of planted) expect([name, after.includes(name)]).toEqual([name, false])
    expect(await counts(booth)).toEqual(counted)
    expect(await broken(booth)).toEqual([])
    const lines = await booth.storage.read.selectFrom('journal').selectAll().execute()
    const [line] = lines.filter(({ kind }) => kind === 'purged')
    expect(line?.data).toContain('"attendees":4')
  }, 30_000)

  test('comes by itself when it is due, and once', async () => {
    const booth = await openTestBooth({ database })
    await signUp(booth, 'Mina Kim')
    goTo(booth, '2026-12-06T07:59:00.000Z')
    await booth.booth.keepPrivate()
    expect(await names(booth)).toEqual(['Mina Kim'])
    goTo(booth, DUE)
    await booth.booth.keepPrivate()
    await booth.booth.keepPrivate()
    expect(await names(booth)).toEqual([''])
    expect(booth.log.filter((line) => line.includes('names were purged'))).toHaveLength(1)
  })
})

test('before its day it changes nothing, unless asked twice; a dry run never does', async () => {
  const booth = await openTestBooth()
  await signUp(booth, 'Mina Kim')
  const tooEarly = await purge(booth, 'when-due')
  expect([tooEarly.code, tooEarly.said]).toEqual([1, expect.stringContaining('Not due yet')])
  expect(tooEarly.said).toContain(DUE)
  const lines: string[] = []
  const write = (line: string) => lines.push(line)
  // Through a door that cannot write.
  await readStorage(booth.place, (storage) => showPurge({ storage, event: booth.event, write }))
  expect(lines.join('\n')).toContain('1 nicknames and tags of attendees would go')
  expect(await names(booth)).toEqual(['Mina Kim'])
  expect((await purge(booth, 'early')).code).toBe(0)
  expect(await names(booth)).toEqual([''])
})

async function purge(booth: TestBooth, how: PurgeRun['how']) {
  const lines: string[] = []
  const { storage, event, clock, place } = booth
  const code = await runPurge({
    ...{ storage, event, now: clock.now, how },
    write: (line) => lines.push(line),
    removeBackups: () =>
      place.kind === 'sqlite' ? openDataFolder(dirname(place.file)).removeBackups() : 0,
  })
  return { code, said: lines.join('\n') }
}

/** Everywhere a name can get to. */
async function plantNames(booth: TestBooth): Promise<string[]> {
  const lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Planted-staff')
  const handed = await claimedAttendee(booth, { nickname: 'Planted-handed' })
  const fetch = await (
    await lead.open('/staff')
  ).submit({ code: handed.code }, { to: '/staff/look-ups' })
  await fetch.submit({}, { to: '/staff/hand-overs' })

  const near = await signUp(booth, 'Planted-stuck')
  const cluster = await booth.newCluster()
  booth.ship(near.tag, { placement: 'one-letter', hostName: 'planted-host', into: cluster })
  await connect(booth, near, { cluster })

  const byHand = await signUp(booth, 'Planted-by-hand')
  const room = await lead.open('/staff/room')
  await room.submit({ tag: byHand.tag, reason: 'Planted-reason' }, { to: '/staff/passes' })

  const mover = await passedAttendee(booth, 'Planted-waits')
  await booth.booth.claims.reserve({
    registrationId: await idOf(booth, mover.tag),
    shirt: { colour: 'pink', size: 'M' },
  })
  await booth.booth.claims.giveGift({
    ...{ scanId: 'gift-scan', shirt: { colour: 'mint', size: 'L' }, reason: 'Planted-gift' },
    by: { person: 'lead', device: 'phone', role: 'lead' },
  })
  await booth.storage.write((tx) =>
    tx
      .updateTable('claim')
      .set({ picked_up_by: 'Planted-friend' })
      .where('state', '=', 'handed')
      .execute(),
  )
  const stock = await lead.open('/staff/stock/pink-S/recount')
  await stock.submit({ counted: '3', reason: 'Planted-recount' })
  return [
    ...['Planted-staff', 'Planted-handed', 'Planted-stuck', 'Planted-by-hand', 'Planted-waits'],
    ...['Planted-reason', 'Planted-gift', 'Planted-friend', 'Planted-recount', 'planted-host'],
    ...[handed.tag, near.tag],
  ]
}

async function idOf(booth: TestBooth, tag: string): Promise<string> {
  return (await booth.booth.registrations.findByTag(tag))?.id ?? 'nobody'
}

async function backUp({ place }: TestBooth): Promise<void> {
  if (place.kind !== 'sqlite') return
  const folder = dirname(place.file)
  mkdirSync(join(folder, 'backups'))
  for (const file of readdirSync(folder).filter((name) => name.startsWith('booth.db')))
    cpSync(join(folder, file), join(folder, 'backups', file))
  await Promise.resolve()
}

/** Every value of every column, and on SQLite every byte of every file of the data folder. */
async function everythingKept(booth: TestBooth): Promise<string> {
  const values = (await booth.dump()).map(({ value }) => value).join('\n')
  return booth.place.kind === 'sqlite' ? `${values}\n${filesOf(dirname(booth.place.file))}` : values
}

function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n')
}

/** What is reported of an event afterwards. */
async function counts(booth: TestBooth) {
  const { registered, passed, collected } = await booth.booth.wall.numbers()
  const ledger = await booth.storage.read
    .selectFrom('movement')
    .select(['kind', 'sku', 'from_state', 'to_state', 'qty', 'at'])
    .orderBy('seq')
    .execute()
  return { registered, passed, collected, ledger, stock: await booth.booth.stock.overview() }
}

async function names({ storage }: TestBooth): Promise<string[]> {
  const rows = await storage.read.selectFrom('registration').select('nickname').execute()
  return rows.map(({ nickname }) => nickname)
}

async function broken({ storage }: TestBooth): Promise<string[]> {
  const lines: string[] = []
  await checkInvariants({ storage, write: (line) => lines.push(line) })
  return lines.filter((line) => !/^I\d ok/.test(line))
}

function goTo({ clock }: TestBooth, time: string): void {
  clock.goOn((Date.parse(time) - clock.now().getTime()) / 60_000)
}
