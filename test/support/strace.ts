import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Debian's strace, where it may be used: without it nobody sees from outside what was synced, and no sync can fail. */
export const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

/** Says loudly that a test was left out; `npm test` must not be green in silence. */
export function sayUntraced(what: string): void {
  process.stdout.write(`\n    !! LEFT OUT, no strace (apt-get install strace): ${what}\n\n`)
}

/** The command that traces writes and syncs of the main thread into `file`. */
export function tracing(file: string): string[] {
  return ['strace', '-qq', '-s', '80', '-o', file, '-e', `trace=openat,pwrite64,write,${SYNCS}`]
}

const SYNCS = 'fsync,fdatasync'

/** The command under which the `nth` sync fails and all others work: what follows must not count as written. */
export function failingSync(nth: number): string[] {
  const quiet = ['strace', '-qq', '-o', '/dev/null', '-e', `trace=${SYNCS}`]
  return [...quiet, '-e', `inject=${SYNCS}:error=EIO:when=${nth}`]
}

/**
 * Reads a trace: for each answer written to the standard output, in their order, how long the log was at the last sync
 * before it. What was written later could be gone after a power cut.
 */
export function syncedLengths(trace: string): number[] {
  const state = { log: 'none', written: 0, synced: 0 }
  const lengths: number[] = []
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    follow(state, line)
    if (/^write\(1, "\{\\"n\\":/.test(line)) lengths.push(state.synced)
  }
  return lengths
}

/** `log`: the number under which the log is open. */
function follow(state: { log: string; written: number; synced: number }, line: string): void {
  const [, opened] = /^openat\(.*-wal".* = (\d+)$/.exec(line) ?? []
  if (opened !== undefined) state.log = opened
  const [, file, length, offset] = /^pwrite64\((\d+), .* (\d+), (\d+)\) += \d+$/.exec(line) ?? []
  if (file === state.log) state.written = Math.max(state.written, Number(length) + Number(offset))
  const [, synced] = /^f(?:data)?sync\((\d+)\) += 0$/.exec(line) ?? []
  if (synced === state.log) state.synced = state.written
}
