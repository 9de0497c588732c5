import type { Facts } from '../probe/observation.ts'
import type { Document } from '../probe/probe-answer.ts'
import { secondsCovered } from './find-evidence.ts'
import type { Case } from './observed-case.ts'
import type { CauseParams } from './verdict.ts'

/**
 * What is odd about a pass. Each has an honest way to come about too (a clock put right meanwhile, a network
 * that was away, a build of one's own), so it is told to staff with what was seen and stops nobody.
 */
export const ODDITIES = [
  'dated-before-sign-up',
  'all-at-once',
  'odd-version',
  'unlike-metricbeat',
  'many-hosts',
] as const
export type Oddity = { kind: (typeof ODDITIES)[number]; params: CauseParams }

/** A clock that is off by less is right. */
const CLOCK_SLACK_MS = 120_000
/** The tag did not exist before the sign-up; what is dated so long before it was not shipped by a Metricbeat. */
const BEFORE_SIGN_UP_MS = 300_000
/** Start delays, batches and refresh hold documents back for 25 s at most; twice that is no wonder. */
const HELD_BACK_SECONDS = 60
const USUAL_HOSTS = 3
/** `agent.version` came with 7. */
const FIRST_MAJOR = 7
const LAST_MAJOR = 9

/** Says of a pass only what the one request shows; single intervals between documents it does not. */
export function findOddities(facts: Facts, on: Case): Oddity[] {
  return [
    ...datedBeforeSignUp(facts, on),
    ...allAtOnce(facts, on),
    ...oddVersion(facts.tagged.newest, on),
    ...unlikeMetricbeat(facts.tagged.newest),
    ...manyHosts(facts),
  ]
}

/** Only while the cluster's newest document is of this moment: else it is the laptop's clock that is wrong. */
function datedBeforeSignUp({ tagged, last = 0 }: Facts, { now, memory }: Case): Oddity[] {
  const { first, future } = tagged
  const isClockRight = future === 0 && Math.abs(now.getTime() - last) <= CLOCK_SLACK_MS
  const registered = Date.parse(memory.registeredAt)
  if (first === undefined || !isClockRight || first >= registered - BEFORE_SIGN_UP_MS) return []
  const params = { first: new Date(first).toISOString(), registered: memory.registeredAt }
  return [{ kind: 'dated-before-sign-up', params }]
}

/** None was there at the last look, and now they cover more time than has gone by since. */
function allAtOnce(facts: Facts, { now, memory: { previous } }: Case): Oddity[] {
  if (previous?.lookedAt === undefined || previous.tagged > 0) return []
  const within = Math.round((now.getTime() - Date.parse(previous.lookedAt)) / 1000)
  const seconds = secondsCovered(facts)
  if (seconds <= within + HELD_BACK_SECONDS) return []
  return [{ kind: 'all-at-once', params: { seconds, within } }]
}

function oddVersion(newest: Document | undefined, { mission }: Case): Oddity[] {
  const version = newest?.agent?.version
  if (version === undefined) return []
  const major = Number(version.split('.')[0])
  const newestMajor = Math.max(LAST_MAJOR, Number((mission.defaultVersion ?? '').split('.')[0]))
  if (major >= FIRST_MAJOR && !(major > newestMajor)) return []
  return [{ kind: 'odd-version', params: { version } }]
}

/** Every document of every Metricbeat since 7 has these (seen on 7.17.29 and 9.3.0). */
function unlikeMetricbeat(newest: Document | undefined): Oddity[] {
  if (newest === undefined) return []
  const found = {
    'agent.ephemeral_id': newest.agent?.ephemeral_id,
    'event.dataset': newest.event?.['dataset'],
    'event.duration': newest.event?.['duration'],
    'metricset.period': newest.metricset?.['period'],
  }
  const missing = Object.entries(found).flatMap(([name, value]) =>
    value === undefined ? name : [],
  )
  if (missing.length === 0) return []
  return [{ kind: 'unlike-metricbeat', params: { fields: missing.join(', ') } }]
}

function manyHosts({ details: { hosts } }: Facts): Oddity[] {
  return hosts > USUAL_HOSTS ? [{ kind: 'many-hosts', params: { hosts } }] : []
}
