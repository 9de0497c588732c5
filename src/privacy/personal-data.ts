import type { Tables } from '../storage/tables.ts'

/** What becomes of a value: `kept` names nobody; the others say what stands there afterwards. */
export type Fate =
  'kept' | 'blank' | 'none' | 'blank-if-there' | 'empty-list' | 'empty-object' | 'unnamed'

/** Which column leads to the attendee a row is about; `nobody`: it is about the booth or its staff. */
export type Owner = 'id' | 'registration_id' | 'claim_id' | 'nobody'

export type Care<Row> = {
  owner: Owner
  /** `at-purge`: it stays when one person deletes themselves. */
  when: 'at-once' | 'at-purge'
  becomes: 'rows deleted' | Readonly<Record<keyof Row, Fate>>
}

/**
 * What becomes of every column of every table when a person deletes themselves, and at the purge. Whoever adds a
 * column says here whether it may hold a name: without an entry it does not compile.
 */
export const personalData: { readonly [Table in keyof Tables]: Care<Tables[Table]> } = {
  registration: {
    owner: 'id',
    when: 'at-once',
    becomes: {
      id: 'kept',
      tag: 'unnamed',
      nickname: 'blank',
      language: 'kept',
      notice_version: 'kept',
      consented_at: 'kept',
      created_at: 'kept',
      kiosk_device: 'kept',
      mission: 'kept',
      erased_at: 'kept',
    },
  },
  attendee_link: { owner: 'registration_id', when: 'at-once', becomes: 'rows deleted' },
  short_code: { owner: 'registration_id', when: 'at-once', becomes: 'rows deleted' },
  attempt: { owner: 'registration_id', when: 'at-once', becomes: 'rows deleted' },
  pass: {
    owner: 'registration_id',
    when: 'at-once',
    becomes: {
      registration_id: 'kept',
      mission: 'kept',
      verdict: 'kept',
      passed_at: 'kept',
      cluster: 'blank',
      hosts: 'empty-list',
      documents: 'kept',
      seconds: 'kept',
      metricsets: 'kept',
      hints: 'empty-list',
      rules: 'kept',
      oddities: 'empty-list',
      person: 'kept',
      device: 'kept',
      reason: 'blank-if-there',
    },
  },
  // Fingerprints name nobody, and one shirt a cluster has to hold until the event is over.
  identity: { owner: 'registration_id', when: 'at-purge', becomes: 'rows deleted' },
  claim: {
    owner: 'registration_id',
    when: 'at-once',
    becomes: {
      id: 'kept',
      registration_id: 'kept',
      mission: 'kept',
      code: 'kept',
      sku: 'kept',
      state: 'kept',
      expires_at: 'kept',
      created_at: 'kept',
      reserved_at: 'kept',
      waiting_since: 'kept',
      handed_at: 'kept',
      handed_by: 'kept',
      handed_device: 'kept',
      handed_scan: 'kept',
      picked_up_by: 'none',
      reason: 'blank-if-there',
      event: 'kept',
      counts_on: 'kept',
    },
  },
  // The ledger's numbers stay; words that staff typed beside them may hold a name.
  movement: {
    owner: 'claim_id',
    when: 'at-once',
    becomes: {
      seq: 'kept',
      kind: 'kept',
      sku: 'kept',
      from_state: 'kept',
      to_state: 'kept',
      qty: 'kept',
      claim_id: 'kept',
      scan_id: 'kept',
      person: 'kept',
      device: 'kept',
      reason: 'blank-if-there',
      at: 'kept',
    },
  },
  scan: {
    owner: 'claim_id',
    when: 'at-purge',
    becomes: {
      scan_id: 'kept',
      action: 'kept',
      code_ref: 'none',
      claim_id: 'kept',
      person: 'kept',
      device: 'kept',
      client_at: 'kept',
      at: 'kept',
      verdict: 'kept',
      answer: 'empty-object',
    },
  },
  stock: {
    owner: 'nobody',
    when: 'at-purge',
    becomes: {
      sku: 'kept',
      colour: 'kept',
      size: 'kept',
      position: 'kept',
      available: 'kept',
      reserved: 'kept',
      held_back: 'kept',
      damaged: 'kept',
      handed: 'kept',
    },
  },
  kept_for_day: {
    owner: 'nobody',
    when: 'at-purge',
    becomes: { sku: 'kept', day: 'kept', opens_at: 'kept', qty: 'kept', released_at: 'kept' },
  },
  journal: {
    owner: 'registration_id',
    when: 'at-purge',
    becomes: {
      seq: 'kept',
      xid: 'kept',
      at: 'kept',
      kind: 'kept',
      registration_id: 'kept',
      claim_id: 'kept',
      person: 'kept',
      device: 'kept',
      data: 'kept',
    },
  },
  person: {
    owner: 'nobody',
    when: 'at-purge',
    becomes: {
      id: 'kept',
      name: 'blank',
      role: 'kept',
      created_at: 'kept',
      revoked_at: 'kept',
      passphrase_hash: 'none',
    },
  },
  device: {
    owner: 'nobody',
    when: 'at-purge',
    becomes: {
      id: 'kept',
      kind: 'kept',
      person_id: 'kept',
      label: 'kept',
      created_at: 'kept',
      revoked_at: 'kept',
      pin_hash: 'none',
      wrong_tries: 'kept',
      wait_until: 'kept',
    },
  },
  session: { owner: 'nobody', when: 'at-purge', becomes: 'rows deleted' },
  enrolment: { owner: 'nobody', when: 'at-purge', becomes: 'rows deleted' },
  setting: { owner: 'nobody', when: 'at-purge', becomes: { key: 'kept', value: 'kept' } },
}
