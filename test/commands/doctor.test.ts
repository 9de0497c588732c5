import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'

const folder = mkdtempSync(join(tmpdir(), 'booth-doctor-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('the doctor reads the event file aloud: missions, what they earn, prizes and their share of a day', async () => {
  const { PATH = '' } = process.env
  const { stdout, status } = spawnSync(process.execPath, ['src/main.ts', 'doctor'], {
    env: {
      PATH,
      EVENT_FILE: 'events/two-missions.yaml',
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: String(await findFreePort()),
    },
    encoding: 'utf8',
  })
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'ok    mission quick: earns mug',
      'ok    mission long: earns shirts or mug',
      'ok    prize mug: 40 in stock, 25 a day',
    ]),
  )
  expect(status).toBe(0)
})
