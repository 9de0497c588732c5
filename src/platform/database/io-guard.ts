/** SQLite's primary code for a read, write or sync that failed; the rest of an extended code says which. Source: sqlite.org/rescode.html */
const SQLITE_IOERR = 10

/** The file cannot be read or written any more. What was being committed may be there or not. */
export class StorageLost extends Error {
  override readonly name = 'StorageLost'
}

/**
 * Watches every statement on one file. After the first failed read, write or sync nothing in memory can be trusted: a
 * page that the kernel failed to write counts as written afterwards, so a later commit could be answered and still be
 * lost. From then on every statement is refused, and `onLost` says so once; the process is to end.
 */
export function createIoGuard() {
  let lost: StorageLost | undefined
  const listeners: ((error: StorageLost) => void)[] = []
  return {
    run: <Result>(statement: () => Result): Result => {
      if (lost) throw lost
      try {
        return statement()
      } catch (error) {
        if (!isIoFailure(error)) throw error
        lost = new StorageLost('the database file failed', { cause: error })
        for (const listener of listeners) listener(lost)
        throw lost
      }
    },
    onLost: (listener: (error: StorageLost) => void) => {
      listeners.push(listener)
    },
  }
}
export type IoGuard = ReturnType<typeof createIoGuard>

function isIoFailure(error: unknown): boolean {
  const { errcode } = (error ?? {}) as { errcode?: unknown }
  return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_IOERR
}
