import { describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from '../../src/data-folder.ts'
import { createServerSecrets, hashOf } from '../../src/platform/server-secrets.ts'
import { Secret } from '../../src/shared/secret.ts'

const secrets = createServerSecrets(new Secret('a'.repeat(43)))
const read = (opened: Secret | undefined) => opened?.use((text) => text)

describe('what is sealed', () => {
  test('opens for its own context, here and after a restart', () => {
    const sealed = secrets.seal(new Secret('열쇠 🗝'), 'mine')
    expect(read(secrets.open(sealed, 'mine'))).toBe('열쇠 🗝')
    expect(read(createServerSecrets(new Secret('a'.repeat(43))).open(sealed, 'mine'))).toBe(
      '열쇠 🗝',
    )
  })

  test('for no other context, no other server, and not when changed', () => {
    const sealed = secrets.seal(new Secret('key'), 'mine')
    expect(secrets.open(sealed, 'yours')).toBeUndefined()
    expect(createServerSecrets(new Secret('b'.repeat(43))).open(sealed, 'mine')).toBeUndefined()
    const bytes = Buffer.from(sealed, 'base64url')
    for (let place = 0; place < bytes.length; place++) {
      const changed = Buffer.from(bytes)
      changed[place] = changed[place]! ^ 0x80
      expect(secrets.open(changed.toString('base64url'), 'mine')).toBeUndefined()
    }
    for (const nonsense of ['', 'x', '%%%', 'A'.repeat(36), 'A'.repeat(5000)])
      expect(secrets.open(nonsense, 'mine')).toBeUndefined()
  })

  test('never looks the same twice', () => {
    expect(secrets.seal(new Secret('key'), 'mine')).not.toBe(
      secrets.seal(new Secret('key'), 'mine'),
    )
  })
})

test('fingerprints are stable, differ by purpose, text and server, and are no plain hash', () => {
  const one = secrets.fingerprint('pycon', 'identity')
  expect(one).toHaveLength(43)
  expect(secrets.fingerprint('pycon', 'identity')).toBe(one)
  const others = [
    secrets.fingerprint('pycon', 'short code'),
    secrets.fingerprint('pycom', 'identity'),
    createServerSecrets(new Secret('b'.repeat(43))).fingerprint('pycon', 'identity'),
    hashOf('pycon'),
  ]
  expect(new Set([one, ...others]).size).toBe(5)
})

describe('the data folder', () => {
  test('keeps one secret for ever, for its owner alone', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'booth-folder-')), 'new')
    const first = openDataFolder(folder)
    const second = openDataFolder(folder)
    const sealed = first.secrets.seal(new Secret('x'), 'c')
    expect(read(second.secrets.open(sealed, 'c'))).toBe('x')
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    expect((statSync(join(folder, 'server.secret')).mode & 0o777).toString(8)).toBe('600')
    const file = first.writePrivately('links.txt', 'one')
    writeFileSync(file, 'wide open', { mode: 0o666 })
    second.writePrivately('links.txt', 'two')
    expect([readFileSync(file, 'utf8'), (statSync(file).mode & 0o777).toString(8)]).toEqual([
      'two',
      '600',
    ])
    rmSync(folder, { recursive: true })
  })
})
