import type { Log } from './platform/log.ts'
import type { PasswordHash } from './platform/password-hash.ts'
import type { ServerSecrets } from './platform/server-secrets.ts'
import type { DataDisk } from './platform/disk/disk-watch.ts'
import type { Storage } from './storage/open-storage.ts'
import type { OpenExchange } from './verification/connection/exchange.ts'
import type { PracticeDesk } from './verification/mission.routes.ts'
import type { TargetPolicy } from './verification/target/parse-target.ts'

/** The outside world, which tests and rehearsals replace. */
export type Outside = {
  storage: Storage
  secrets: ServerSecrets
  openExchange: OpenExchange
  policy: TargetPolicy
  now: () => Date
  /** A whole number from 0 to max-1, unbiased. */
  pick: (max: number) => number
  newId: () => string
  /** A new random text of at least 128 bits that may stand in an address. */
  newToken: () => string
  /** Slow hashes of PINs and passphrases. */
  passwords: PasswordHash
  log: Log
  /** Calls its argument again and again; returns how to stop. */
  everyTurn: (turn: () => void) => () => void
  /** The public address our requests come from. */
  ourAddress?: string
  practice?: PracticeDesk
  /** Where the database is a file of ours. */
  disk?: DataDisk
  /** Removes the copies of the database kept beside it. @returns how many files */
  removeBackups?: () => number
}
