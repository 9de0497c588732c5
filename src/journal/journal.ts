/** What may happen at a booth. Every change of state is one line of one of these kinds. */
export type JournalKind =
  | 'registered'
  | 'opened-on-another-device'
  | 'mission-chosen'
  | 'cause-named'
  | 'passed'
  | 'passed-by-hand'
  | 'claim-reserved'
  | 'claim-waiting'
  | 'claim-changed'
  | 'claim-expired'
  | 'claim-cancelled'
  | 'handed-over'
  | 'gift-given'
  | 'hand-over-undone'
  | 'swapped'
  | 'stock-delivered'
  | 'stock-written-off'
  | 'stock-held-back'
  | 'stock-given-free'
  | 'stock-damaged'
  | 'stock-recounted'
  | 'stock-low'
  | 'erased'
  | 'purged'
  | 'enrolled'
  | 'revoked'
  | 'unlocked'
  | 'presence-code-switched'

/** Who did it: a person of the staff and the phone they held, a kiosk, or neither (an attendee, the clock). */
export type Actor = { person?: string; device?: string }

export type JournalEntry = {
  kind: JournalKind
  /** ISO-8601, UTC. */
  at: string
  by?: Actor
  registrationId?: string
  claimId?: string
  /** A few known scalars: codes, colours, counts. Never names, links, keys or claim codes. */
  data?: Readonly<Record<string, string | number>>
}

/** Where a reader stands: the last line it took. Opaque to readers. */
export type JournalPlace = { xid: string; seq: number }
export const JOURNAL_START: JournalPlace = { xid: '0', seq: 0 }

export type JournalLine = JournalEntry & { seq: number; place: JournalPlace }

export type Journal = {
  /**
   * The next lines after `place`, oldest first, at most `most`. A line is handed out only when no line before it can
   * still appear, so a reader that goes on from the last place skips none.
   */
  readAfter(place: JournalPlace, most?: number): Promise<readonly JournalLine[]>
  /** The place behind the newest readable line. */
  end(): Promise<JournalPlace>
}
