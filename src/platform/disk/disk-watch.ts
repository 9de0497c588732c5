import type { Log } from '../log.ts'

const MEBIBYTE = 1024 * 1024
/** Below this nobody new signs up; what is left is for those who did. */
export const LEAST_FREE_BYTES = 200 * MEBIBYTE
/** Many times what a day of hand-overs writes: room that is ours alone when everything else has filled the disk. */
export const BALLAST_BYTES = 64 * MEBIBYTE

/** The disk of the data folder, and a file on it that is there only to be deleted. */
export type DataDisk = {
  freeBytes: () => Promise<number>
  isBallastLaid: () => boolean
  layBallast: () => Promise<void>
  dropBallast: () => void
}

export type DiskWatch = {
  /** There is little room: nobody new signs up, everything else goes on. */
  isShort: () => boolean
  /** Looks how much room there is; gives the ballast up when it is little. */
  look: () => Promise<void>
  /** Looks, and lays the ballast where it is missing and there is plenty of room: not at the start, which it would make slow. */
  keep: () => Promise<void>
}

/** Without a disk (the database is elsewhere) there is always room. */
export function createDiskWatch({ disk, log }: { disk?: DataDisk; log: Log }): DiskWatch {
  let short = false
  const look = async () => {
    if (!disk) return
    const isShort = (await freeWithoutBallast(disk, log)) < LEAST_FREE_BYTES
    if (isShort && !short) log.error('the disk is nearly full: nobody new can sign up; make room')
    if (!isShort && short) log.info('there is room on the disk again')
    short = isShort
  }
  return {
    isShort: () => short,
    look,
    keep: async () => {
      await look()
      if (!disk || short || disk.isBallastLaid()) return
      // As much again as it takes, or it would be given up at the next look.
      if ((await disk.freeBytes()) > LEAST_FREE_BYTES + 2 * BALLAST_BYTES) await disk.layBallast()
    },
  }
}

/** The ballast goes first. */
async function freeWithoutBallast(disk: DataDisk, log: Log): Promise<number> {
  const free = await disk.freeBytes()
  if (free >= LEAST_FREE_BYTES || !disk.isBallastLaid()) return free
  disk.dropBallast()
  log.error('the disk is nearly full: the ballast was deleted; make room')
  return disk.freeBytes()
}
