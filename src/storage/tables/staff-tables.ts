import type { Generated } from 'kysely'

/** Who may act for the booth, and on which device. */
export type StaffTables = {
  person: {
    id: string
    name: string
    role: string
    created_at: string
    revoked_at: string | null
    /** An administrator's; scrypt. */
    passphrase_hash: string | null
  }
  device: {
    id: string
    kind: string
    person_id: string | null
    label: string
    created_at: string
    revoked_at: string | null
    /** A phone's; scrypt. null: a kiosk. */
    pin_hash: string | null
    /** Wrong PINs and passphrases in a row, and until when the phone takes no more. */
    wrong_tries: Generated<number>
    wait_until: string | null
  }
  /** Logins of devices; only the SHA-256 of the cookie is kept. */
  session: {
    hash: string
    device_id: string
    created_at: string
    seen_at: string
    expires_at: string
    /** When the PIN was last typed; null: at `created_at`. */
    unlocked_at: string | null
    /** When the passphrase was last typed. */
    raised_at: string | null
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
}
