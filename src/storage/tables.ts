import type { Generated } from 'kysely'

/** Times are ISO-8601 UTC text; ids are text made by us; JSON is text. A nullable "when" stands in for a boolean. */
export type Tables = {
  registration: {
    id: string
    tag: string
    nickname: string
    language: string
    notice_version: string
    consented_at: string
    created_at: string
    /** The kiosk it was made on; null: the attendee's own device. */
    kiosk_device: string | null
  }
  /** Secret links into a registration: one a device. Only their SHA-256 is kept. */
  attendee_link: { hash: string; registration_id: string; created_at: string }
  /** Short codes that open the mission on another device, once, for ten minutes. */
  short_code: { hash: string; registration_id: string; expires_at: string; used_at: string | null }
  /** Checks of one registration; the same answer again lengthens the row instead of adding one. */
  attempt: {
    id: string
    registration_id: string
    first_at: string
    last_at: string
    times: number
    outcome: string
    code: string
    params: string
    hints: string
    remember: string
  }
  /** The verification record of a pass: final, one a registration. */
  pass: {
    registration_id: string
    verdict: string
    passed_at: string
    cluster: string
    hosts: string
    documents: number
    seconds: number
    metricsets: string
    hints: string
    rules: string
    person: string | null
    device: string | null
    reason: string | null
  }
  /** Clusters, hosts and agents behind a pass, only as HMAC; one row a pass it may stand behind. */
  identity: { kind: string; hmac: string; slot: number; registration_id: string }
  claim: {
    id: string
    /** null: a gift. */
    registration_id: string | null
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
  journal: {
    seq: Generated<number>
    /** The transaction that wrote it (PostgreSQL); 0 on SQLite, where lines commit in their order. */
    xid: Generated<string>
    at: string
    kind: string
    registration_id: string | null
    claim_id: string | null
    person: string | null
    device: string | null
    data: string
  }
  person: { id: string; name: string; role: string; created_at: string; revoked_at: string | null }
  device: {
    id: string
    kind: string
    person_id: string | null
    label: string
    created_at: string
    revoked_at: string | null
  }
  /** Logins of devices; only the SHA-256 of the cookie is kept. */
  session: {
    hash: string
    device_id: string
    created_at: string
    seen_at: string
    expires_at: string
  }
  /** One-time links that enrol a phone or a kiosk; only their SHA-256 is kept. */
  enrolment: {
    hash: string
    kind: string
    role: string | null
    created_by: string | null
    created_at: string
    expires_at: string
    used_at: string | null
  }
  setting: { key: string; value: string }
}
