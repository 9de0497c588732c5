import type { Language } from '../event/event.ts'
import type { Secret } from '../shared/secret.ts'
import type { Tag } from './tag.ts'

/** An attendee who signed up. Whoever holds one of its links is the attendee; there is no account. */
export type Registration = {
  id: string
  tag: Tag
  nickname: string
  language: Language
  /** ISO-8601, UTC. */
  registeredAt: string
  /** The mission they chose; missing: the event's first. */
  mission?: string
}

/** The secret part of an attendee's address: at least 128 random bits. */
export type AttendeeLink = Secret

/** What carries the mission to another device: a link for its QR, and a short code to type. */
export type Door = { link: AttendeeLink; shortCode: string; shortCodeEndsAt: string }
