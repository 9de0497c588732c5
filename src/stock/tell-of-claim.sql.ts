import type { Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { JournalEntry, JournalKind } from '../journal/journal.ts'
import type { Tables } from '../storage/tables.ts'
import type { Tap } from './tap.ts'

type Told = {
  kind: JournalKind
  at: string
  claim: { id: string; registration_id: string | null }
  /** Missing: an attendee, or the clock. */
  tap?: Tap
  data: NonNullable<JournalEntry['data']>
}

/** The journal's line about one claim. */
export function tellOfClaim(tx: Transaction<Tables>, told: Told): Promise<void> {
  const { kind, at, claim, tap, data } = told
  return appendToJournal(tx, {
    kind,
    at,
    claimId: claim.id,
    data,
    ...(claim.registration_id !== null && { registrationId: claim.registration_id }),
    ...(tap && { by: { person: tap.by.person, device: tap.by.device } }),
  })
}
