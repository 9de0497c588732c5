import type { Generated } from 'kysely'

/** Claims, the stock and its movement ledger. */
export type ClaimTables = {
  claim: {
    id: string
    /** null: a gift. */
    registration_id: string | null
    /** Id of the event file. */
    event: Generated<string>
    mission: string
    code: string
    sku: string
    state: string
    expires_at: string | null
    created_at: string
    reserved_at: string | null
    /** Orders the waiting list. */
    waiting_since: string | null
    handed_at: string | null
    handed_by: string | null
    handed_device: string | null
    handed_scan: string | null
    picked_up_by: string | null
    reason: string | null
    /** The event's day (2026-11-28) whose share it takes; null: a gift, or from before there were shares. */
    counts_on: string | null
  }
  stock: {
    sku: string
    colour: string
    size: string
    position: number
    available: number
    reserved: number
    held_back: number
    damaged: number
    handed: number
  }
  /** Of the held-back units, those that are given free when `day` opens, at `opens_at`. */
  kept_for_day: {
    sku: string
    day: string
    opens_at: string
    qty: number
    released_at: string | null
  }
  movement: {
    seq: Generated<number>
    kind: string
    sku: string
    from_state: string
    to_state: string
    qty: number
    claim_id: string | null
    scan_id: string | null
    person: string | null
    device: string | null
    reason: string | null
    at: string
  }
  /** Every scan and tap, refused ones too; its id makes a retry harmless. */
  scan: {
    scan_id: string
    action: string
    code_ref: string | null
    claim_id: string | null
    person: string
    device: string
    client_at: string | null
    at: string
    verdict: string
    answer: string
  }
}
