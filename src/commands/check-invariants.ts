import { invariants } from '../claims/invariants.sql.ts'
import type { ReadableStorage } from '../storage/open-storage.ts'

type Check = { storage: ReadableStorage; write: (line: string) => void }

const MOST_LISTED = 5

/** Says of each promise, one line, whether the database keeps it, changing nothing. True when all hold. */
export async function checkInvariants({ storage, write }: Check): Promise<boolean> {
  let allHold = true
  for (const { id, promise, violations } of invariants) {
    const broken = await violations(storage)
    if (broken.length > 0) allHold = false
    write(`${id} ${broken.length === 0 ? 'ok    ' : 'BROKEN'} ${promise}${listOf(broken)}`)
  }
  return allHold
}

function listOf(broken: readonly string[]): string {
  if (broken.length === 0) return ''
  const more = broken.length - MOST_LISTED
  return `: ${broken.slice(0, MOST_LISTED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}
