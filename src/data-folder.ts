import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createServerSecrets, type ServerSecrets } from './platform/server-secrets.ts'
import { Secret } from './shared/secret.ts'

const OWNER_ONLY_FOLDER = 0o700
const OWNER_ONLY = 0o600
const SECRET_BYTES = 32

export type DataFolder = {
  databaseFile: string
  secrets: ServerSecrets
  /** Writes `text` to a file only its owner can read. @returns its path */
  writePrivately(name: string, text: string): string
  /** Removes every file of the folder `backups`. @returns how many */
  removeBackups(): number
}

/**
 * Opens the booth's data folder; the first start creates it and the server's secret, readable by their owner alone.
 * @throws Error when it cannot be written, or when the secret in it is damaged
 */
export function openDataFolder(folder: string): DataFolder {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
  return {
    databaseFile: databaseFileIn(folder),
    secrets: createServerSecrets(readOrCreateSecret(join(folder, 'server.secret'))),
    writePrivately: (name, text) => {
      const file = join(folder, name)
      writeFileSync(file, text, { mode: OWNER_ONLY })
      chmodSync(file, OWNER_ONLY)
      return file
    },
    removeBackups: () => removeFilesOf(join(folder, 'backups')),
  }
}

/** Where the database lies in a data folder, whether or not it is there. */
export function databaseFileIn(folder: string): string {
  return join(folder, 'booth.db')
}

function removeFilesOf(folder: string): number {
  if (!existsSync(folder)) return 0
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  for (const { parentPath, name } of files) rmSync(join(parentPath, name))
  return files.length
}

function readOrCreateSecret(file: string): Secret {
  try {
    writeFileSync(file, randomBytes(SECRET_BYTES).toString('base64url'), {
      mode: OWNER_ONLY,
      flag: 'wx',
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = readFileSync(file, 'utf8').trim()
  if (Buffer.from(text, 'base64url').length !== SECRET_BYTES)
    throw new Error(`${file} is damaged: restore it from a backup, or move it away to start anew`)
  return new Secret(text)
}
