import type { Generated } from 'kysely'

/** What is kept of a person who takes part. */
export type AttendeeTables = {
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
    /** The mission they chose; null: the event's first. */
    mission: string | null
    /** Since when this row names nobody any more. */
    erased_at: Generated<string | null>
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
  /** The verification record of a pass: final, one a registration and mission. */
  pass: {
    registration_id: string
    /** Its id in the event file; '' for passes from before there were several. */
    mission: string
    verdict: string
    passed_at: string
    cluster: string
    hosts: string
    documents: number
    seconds: number
    metricsets: string
    hints: string
    rules: string
    oddities: Generated<string>
    person: string | null
    device: string | null
    reason: string | null
  }
  /** Clusters, hosts and agents behind a pass, only as HMAC; one row a pass it may stand behind. */
  identity: { kind: string; hmac: string; slot: number; registration_id: string }
}
