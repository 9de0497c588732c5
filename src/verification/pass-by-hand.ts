import type { Event } from '../event/event.ts'
import { findMission } from '../event/prizes.ts'
import type { RegistrationStore } from '../registration/registration-store.ts'
import { parseTag } from '../registration/tag.ts'
import { mayCorrect, type DeskActor } from '../shared/desk-actor.ts'
import { rulesOf } from './missions-met.ts'
import type { VerificationStore } from './verification-store.ts'

export type PassByHandOutcome =
  | { kind: 'passed'; nickname: string }
  | { kind: 'already-passed'; nickname: string }
  | { kind: 'unknown-tag' | 'no-reason' | 'not-allowed' }

export type PassByHandPorts = {
  registrations: RegistrationStore
  verifications: VerificationStore
  now: () => Date
  missions: Event['missions']
}

/** A lead accepts the mission somebody chose, with a reason: proof that no cluster of theirs can give us. */
export function createPassByHand({ registrations, verifications, now, missions }: PassByHandPorts) {
  return async (typed: string, reason: string, by: DeskActor): Promise<PassByHandOutcome> => {
    if (!mayCorrect(by)) return { kind: 'not-allowed' }
    if (reason.trim() === '') return { kind: 'no-reason' }
    const tag = parseTag(typed)
    const registration = tag && (await registrations.findByTag(tag))
    if (!registration) return { kind: 'unknown-tag' }
    const mission = findMission(missions, registration.mission)
    const recorded = await verifications.recordPass({
      registrationId: registration.id,
      pass: { ...NOTHING_SEEN, mission: mission.id, passedAt: now().toISOString() },
      identities: [],
      rules: rulesOf(mission),
      byHand: { person: by.person, device: by.device, reason: reason.trim() },
    })
    const kind = recorded.kind === 'passed' ? 'passed' : 'already-passed'
    return { kind, nickname: registration.nickname }
  }
}
export type PassByHand = ReturnType<typeof createPassByHand>

const NOTHING_SEEN = {
  verdict: 'by-hand',
  cluster: '',
  hosts: [],
  documents: 0,
  seconds: 0,
  metricsets: [],
  hints: [],
  oddities: [],
} as const
