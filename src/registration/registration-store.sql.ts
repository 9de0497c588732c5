import type { Selectable } from 'kysely'
import type { Language } from '../event/event.ts'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { Registration } from './registration.ts'
import type { NewRegistration, Opening, RegistrationStore } from './registration-store.ts'
import type { Tag } from './tag.ts'

export function createRegistrationStore(storage: Storage): RegistrationStore {
  return {
    add: (registration) => add(storage, registration),
    openWithShortCode: (opening) => openWithShortCode(storage, opening),
    findByLink: (linkHash) => findByLink(storage, linkHash),
    findByTag: (tag) => findByTag(storage, tag),
    addShortCode: ({ hash, registrationId, endsAt }) =>
      storage.write(async (tx) => {
        await tx
          .insertInto('short_code')
          .values({ hash, registration_id: registrationId, expires_at: endsAt, used_at: null })
          .execute()
      }),
    chooseMission: (choice) => chooseMission(storage, choice),
    addLink: ({ hash, registrationId, at }) =>
      storage.write(async (tx) => {
        await tx
          .insertInto('attendee_link')
          .values({ hash, registration_id: registrationId, created_at: at })
          .execute()
      }),
  }
}

async function findByLink(storage: Storage, linkHash: string): Promise<Registration | undefined> {
  const row = await storage.read
    .selectFrom('attendee_link')
    .innerJoin('registration', 'registration.id', 'attendee_link.registration_id')
    .selectAll('registration')
    .where('attendee_link.hash', '=', linkHash)
    .executeTakeFirst()
  return row && toRegistration(row)
}

async function findByTag(storage: Storage, tag: string): Promise<Registration | undefined> {
  const row = await storage.read
    .selectFrom('registration')
    .selectAll()
    .where('tag', '=', tag)
    .executeTakeFirst()
  return row && toRegistration(row)
}

function add(storage: Storage, registration: NewRegistration): Promise<'added' | 'tag-taken'> {
  const { id, tag, nickname, language, registeredAt, noticeVersion, linkHash, by } = registration
  return storage.write(async (tx) => {
    const added = await tx
      .insertInto('registration')
      .values({
        id,
        tag,
        nickname,
        language,
        notice_version: noticeVersion,
        consented_at: registeredAt,
        created_at: registeredAt,
        kiosk_device: by.device ?? null,
      })
      .onConflict((conflict) => conflict.column('tag').doNothing())
      .executeTakeFirst()
    if (Number(added.numInsertedOrUpdatedRows) === 0) return 'tag-taken'
    await tx
      .insertInto('attendee_link')
      .values({ hash: linkHash, registration_id: id, created_at: registeredAt })
      .execute()
    await appendToJournal(tx, { kind: 'registered', at: registeredAt, by, registrationId: id })
    return 'added'
  })
}

function openWithShortCode(storage: Storage, opening: Opening): Promise<'opened' | 'unknown-code'> {
  const { codeHash, linkHash, at } = opening
  return storage.write(async (tx) => {
    const spent = await tx
      .updateTable('short_code')
      .set({ used_at: at })
      .where('hash', '=', codeHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
      .returning('registration_id')
      .executeTakeFirst()
    if (!spent) return 'unknown-code'
    await tx
      .insertInto('attendee_link')
      .values({ hash: linkHash, registration_id: spent.registration_id, created_at: at })
      .execute()
    await appendToJournal(tx, {
      kind: 'opened-on-another-device',
      at,
      registrationId: spent.registration_id,
    })
    return 'opened'
  })
}

/** Journals only a change, so that other open pages of this attendee hear of it once. */
function chooseMission(
  storage: Storage,
  { registrationId, mission, at }: { registrationId: string; mission: string; at: string },
): Promise<void> {
  return storage.write(async (tx) => {
    const changed = await tx
      .updateTable('registration')
      .set({ mission })
      .where('id', '=', registrationId)
      .where((row) => row.or([row('mission', 'is', null), row('mission', '!=', mission)]))
      .executeTakeFirst()
    if (Number(changed.numUpdatedRows) === 0) return
    await appendToJournal(tx, { kind: 'mission-chosen', at, registrationId, data: { mission } })
  })
}

function toRegistration(row: Selectable<Tables['registration']>): Registration {
  return {
    id: row.id,
    tag: row.tag as Tag,
    nickname: row.nickname,
    language: row.language as Language,
    registeredAt: row.created_at,
    ...(row.mission !== null && { mission: row.mission }),
  }
}
