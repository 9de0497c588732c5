import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Every table of the first day. A shipped migration is never edited. */
export function firstDay(kind: 'sqlite' | 'postgres'): Migration {
  const sequence =
    kind === 'sqlite'
      ? 'integer primary key autoincrement'
      : 'bigint generated always as identity primary key'
  const transactionId =
    kind === 'sqlite' ? 'text not null default 0' : 'xid8 not null default pg_current_xact_id()'
  return {
    up: async (db: Kysely<unknown>) => {
      for (const statement of statements(sequence, transactionId))
        await sql.raw(statement).execute(db)
    },
  }
}

function statements(sequence: string, transactionId: string): string[] {
  return [
    ...attendeeTables,
    ...claimTables(sequence),
    journalTable(sequence, transactionId),
    ...staffTables,
  ]
}

const attendeeTables = [
  `create table registration (
    id text primary key, tag text not null unique, nickname text not null, language text not null,
    notice_version text not null, consented_at text not null, created_at text not null, kiosk_device text)`,
  `create table attendee_link (
    hash text primary key, registration_id text not null references registration (id), created_at text not null)`,
  `create index attendee_link_registration on attendee_link (registration_id)`,
  `create table short_code (
    hash text primary key, registration_id text not null references registration (id),
    expires_at text not null, used_at text)`,
  `create table attempt (
    id text primary key, registration_id text not null references registration (id),
    first_at text not null, last_at text not null, times integer not null check (times > 0),
    outcome text not null, code text not null, params text not null, hints text not null,
    remember text not null)`,
  `create index attempt_registration on attempt (registration_id, last_at)`,
  `create table pass (
    registration_id text primary key references registration (id), verdict text not null, passed_at text not null,
    cluster text not null, hosts text not null, documents integer not null, seconds integer not null,
    metricsets text not null, hints text not null, rules text not null, person text, device text, reason text)`,
  `create index pass_passed_at on pass (passed_at)`,
  `create table identity (
    kind text not null, hmac text not null, slot integer not null,
    registration_id text not null references registration (id), primary key (kind, hmac, slot))`,
]

function claimTables(sequence: string): string[] {
  return [
    `create table stock (
      sku text primary key, colour text not null, size text not null, position integer not null,
      available integer not null check (available >= 0), reserved integer not null check (reserved >= 0),
      held_back integer not null check (held_back >= 0), damaged integer not null check (damaged >= 0),
      handed integer not null check (handed >= 0))`,
    `create table claim (
      id text primary key, registration_id text references registration (id), mission text not null,
      code text not null unique, sku text not null references stock (sku), state text not null,
      expires_at text, created_at text not null, reserved_at text, waiting_since text, handed_at text,
      handed_by text, handed_device text, handed_scan text, picked_up_by text, reason text)`,
    `create unique index claim_one_live on claim (registration_id)
      where registration_id is not null and state in ('reserved', 'handed', 'waiting')`,
    `create index claim_overdue on claim (sku, expires_at) where state = 'reserved'`,
    `create index claim_waiting on claim (sku, waiting_since) where state = 'waiting'`,
    `create index claim_registration on claim (registration_id)`,
    `create index claim_handed_scan on claim (handed_scan)`,
    `create table movement (
      seq ${sequence}, kind text not null, sku text not null references stock (sku), from_state text not null,
      to_state text not null, qty integer not null check (qty > 0), claim_id text, scan_id text,
      person text, device text, reason text, at text not null)`,
    `create index movement_claim on movement (claim_id)`,
    `create table scan (
      scan_id text primary key, action text not null, code_ref text, claim_id text, person text not null,
      device text not null, client_at text, at text not null, verdict text not null, answer text not null)`,
    `create index scan_device on scan (device, at)`,
    `create index scan_code on scan (code_ref)`,
  ]
}

function journalTable(sequence: string, transactionId: string): string {
  return `create table journal (
    seq ${sequence}, xid ${transactionId}, at text not null, kind text not null, registration_id text,
    claim_id text, person text, device text, data text not null)`
}

const staffTables = [
  `create index journal_order on journal (xid, seq)`,
  `create index journal_kind on journal (kind, seq)`,
  `create index journal_registration on journal (registration_id)`,
  `create table person (
    id text primary key, name text not null, role text not null, created_at text not null, revoked_at text)`,
  `create table device (
    id text primary key, kind text not null, person_id text references person (id), label text not null,
    created_at text not null, revoked_at text)`,
  `create table session (
    hash text primary key, device_id text not null references device (id), created_at text not null,
    seen_at text not null, expires_at text not null)`,
  `create table enrolment (
    hash text primary key, kind text not null, role text, created_by text, created_at text not null,
    expires_at text not null, used_at text)`,
  `create table setting (key text primary key, value text not null)`,
]
