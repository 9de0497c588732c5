import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { open, rename, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { BALLAST_BYTES, type DataDisk } from './disk-watch.ts'

const PIECE_BYTES = 4 * 1024 * 1024
const OWNER_ONLY = 0o600

/** The disk that holds `folder`. */
export function openDataDisk(folder: string): DataDisk {
  const ballast = join(folder, 'ballast')
  return {
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    isBallastLaid: () => existsSync(ballast),
    layBallast: async () => {
      // Half of one would look like a whole one to the next start.
      const unfinished = `${ballast}.part`
      await fill(unfinished)
      await rename(unfinished, ballast)
    },
    dropBallast: () => {
      rmSync(ballast, { force: true })
    },
  }
}

/** Noise, because some disks store zeros as nothing. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w', OWNER_ONLY)
  try {
    for (let written = 0; written < BALLAST_BYTES; written += PIECE_BYTES)
      await file.write(randomBytes(PIECE_BYTES))
    await file.sync()
  } finally {
    await file.close()
  }
}
