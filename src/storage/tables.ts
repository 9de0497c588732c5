import type { Generated } from 'kysely'
import type { AttendeeTables } from './tables/attendee-tables.ts'
import type { ClaimTables } from './tables/claim-tables.ts'
import type { StaffTables } from './tables/staff-tables.ts'

/** Times are ISO-8601 UTC text; ids are text made by us; JSON is text. A nullable "when" stands in for a boolean. */
export type Tables = AttendeeTables & ClaimTables & StaffTables & CommonTables

type CommonTables = {
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
  setting: { key: string; value: string }
}
