import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { openDataDisk } from '../../src/platform/disk/data-disk.ts'
import {
  openClaimsBooth,
  brokenPromises,
  kim,
  newScanId,
  reserveFor,
} from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'
import { printFigure } from '../support/how-many.ts'
import { openTestBooth } from '../support/test-booth.ts'

const MEBIBYTE = 1024 * 1024
const folder = mkdtempSync(join(tmpdir(), 'booth-room-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A disk that somebody else fills and empties. */
function disk(free: number) {
  const state = { free: free * MEBIBYTE, isLaid: true }
  return {
    state,
    freeBytes: () => Promise.resolve(state.free),
    isBallastLaid: () => state.isLaid,
    layBallast: () => {
      Object.assign(state, { isLaid: true, free: state.free - 64 * MEBIBYTE })
      return Promise.resolve()
    },
    dropBallast: () => {
      Object.assign(state, { isLaid: false, free: state.free + 64 * MEBIBYTE })
    },
  }
}

test('little room: the ballast goes first; then nobody new signs up, staff are told, and hand-overs go on', async () => {
  const small = disk(500)
  const { booth, visitor, enrolled, rowCounts } = await openTestBooth({ disk: small })
  const staff = await enrolled({ kind: 'staff', role: 'lead' })
  const signUp = async (nickname: string) => {
    const page = await visitor().open('/register')
    return page.submit({ nickname, consent: 'yes' })
  }
  small.state.free = 190 * MEBIBYTE
  await booth.disk.keep()
  expect(small.state.isLaid).toBe(false)
  // That was enough, for now.
  expect((await staff.open('/staff')).text).not.toContain('nearly full')
  expect((await signUp('Early')).status).toBe(200)

  small.state.free = 199 * MEBIBYTE
  await booth.disk.keep()
  const { registration } = await rowCounts()
  const refused = await signUp('Late')
  expect(refused.status).toBe(503)
  expect(refused.text).toContain('Tell the staff at the booth')
  expect((await rowCounts())['registration']).toBe(registration)
  expect((await staff.open('/staff')).text).toContain('nearly full')
  const gift = { shirt: { colour: 'black', size: 'M' }, reason: 'speaker' }
  const by = { person: 'p', device: 'd', role: 'lead' } as const
  expect(await booth.claims.giveGift({ ...gift, by, scanId: newScanId() })).toMatchObject({
    kind: 'given',
  })

  small.state.free = 250 * MEBIBYTE
  await booth.disk.keep()
  expect((await signUp('Later')).status).toBe(200)
  expect((await staff.open('/staff')).text).not.toContain('nearly full')
  // Not enough room to spare yet, and then there is.
  expect(small.state.isLaid).toBe(false)
  small.state.free = 400 * MEBIBYTE
  await booth.disk.keep()
  expect(small.state.isLaid).toBe(true)
})

test('the ballast is 64 MB of real blocks, and is gone when dropped', async () => {
  const real = openDataDisk(folder)
  expect(real.isBallastLaid()).toBe(false)
  await real.layBallast()
  expect(real.isBallastLaid()).toBe(true)
  const { blocks } = statSync(join(folder, 'ballast'))
  expect(blocks * 512).toBeGreaterThanOrEqual(64 * MEBIBYTE)
  real.dropBallast()
  expect(existsSync(join(folder, 'ballast'))).toBe(false)
  expect(await real.freeBytes()).toBeGreaterThan(0)
})

test('500 hand-overs fit into the ballast many times over', async () => {
  const place = await databases[0]!.newPlace()
  if (place.kind !== 'sqlite') throw new Error('no SQLite')
  const booth = await openClaimsBooth(place, { stock: { 'black-M': 500 } })
  const codes = await Promise.all(
    Array.from({ length: 500 }, (_, number) => reserveFor(booth, `person-${number}`, 'black-M')),
  )
  const size = () => statSync(place.file).size + statSync(`${place.file}-wal`).size
  const before = size()
  // One after the other: each its own commit, the most a hand-over can write.
  for (const typed of codes) await booth.claims.handOver({ scanId: newScanId(), typed, by: kim })
  const grown = size() - before
  printFigure(`500 hand-overs wrote ${(grown / MEBIBYTE).toFixed(1)} MB of new room`)
  expect(grown).toBeLessThan(32 * MEBIBYTE)
  expect(await brokenPromises(booth)).toEqual([])
})
