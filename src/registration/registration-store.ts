import type { Actor } from '../journal/journal.ts'
import type { Registration } from './registration.ts'

/** What we ask of storage. Links and short codes reach it only as hashes. */
export type RegistrationStore = {
  /** @returns `tag-taken` when the tag exists already: draw another */
  add(registration: NewRegistration): Promise<'added' | 'tag-taken'>
  findByLink(linkHash: string): Promise<Registration | undefined>
  addShortCode(code: { hash: string; registrationId: string; endsAt: string }): Promise<void>
  /** Spends the short code and adds a link of the new device, both or neither. */
  openWithShortCode(opening: Opening): Promise<'opened' | 'unknown-code'>
  addLink(link: { hash: string; registrationId: string; at: string }): Promise<void>
  chooseMission(choice: { registrationId: string; mission: string; at: string }): Promise<void>
  /** Whose tag is it, if it is one of this event? */
  findByTag(tag: string): Promise<Registration | undefined>
}

export type NewRegistration = Registration & {
  noticeVersion: string
  linkHash: string
  /** The kiosk, when it was made at one. */
  by: Actor
}

export type Opening = { codeHash: string; linkHash: string; at: string }
