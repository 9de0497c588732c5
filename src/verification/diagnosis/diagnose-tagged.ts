import type { Facts } from '../probe/observation.ts'
import type { Document } from '../probe/probe-answer.ts'
import { hasGrown, isOlderThanTag } from './judge-clock.ts'
import { isMetricbeat, secondsCovered } from './find-evidence.ts'
import type { Case } from './observed-case.ts'
import { type Named, notYet } from './verdict.ts'

/** Metricbeat's delivered settings ship about this many documents a second (116 to 122 a minute). */
const USUAL_RATE = 2
const LONGEST_ESTIMATE = 600

/** Tagged documents are there, but not enough: the first thing that is missing. */
export function diagnoseTagged(facts: Facts, on: Case): Named<'not-yet'> | undefined {
  const { newest } = facts.tagged
  if (newest && !isMetricbeat(newest)) return notYet('MB-NOT-METRICBEAT', { tag: on.tag })
  return diagnoseAmount(facts, on) ?? diagnoseMetricsets(facts, on) ?? diagnoseIdentity(newest)
}

function diagnoseAmount(facts: Facts, on: Case): Named<'not-yet'> | undefined {
  const { documents, last = 0 } = facts.tagged
  const needed = on.mission.documents
  const seconds = secondsCovered(facts)
  const isShort = documents < needed || seconds < on.mission.seconds
  if (isShort && hasStopped(facts, on)) {
    return notYet('MB-STOPPED', { since: new Date(last).toISOString(), documents, needed })
  }
  if (documents < needed) {
    const more = secondsMore(documents, seconds, on.mission)
    return notYet('MB-TOO-FEW', { documents, needed, seconds: more })
  }
  const more = roundUp(on.mission.seconds - seconds)
  return isShort ? notYet('MB-TOO-SHORT', { seconds, needed: on.mission.seconds, more }) : undefined
}

function diagnoseMetricsets(facts: Facts, { mission }: Case): Named<'not-yet'> | undefined {
  const metricsets = facts.details.metricsets.length
  if (!facts.details.known || metricsets >= mission.metricsets) return undefined
  const params = { metricsets, needed: mission.metricsets }
  // Version 9 puts an error's text on a few everyday documents; only when most carry one, it is news.
  if (facts.errors * 2 > facts.documents) return notYet('MB-METRICSET-ERRORS', params)
  return notYet(facts.system === 0 ? 'MB-SYSTEM-MODULE-OFF' : 'MB-ONE-METRICSET', params)
}

function diagnoseIdentity(newest: Document | undefined): Named<'not-yet'> | undefined {
  if (newest === undefined) return undefined
  if (!newest.agent?.id) return notYet('MB-NO-AGENT-ID', {})
  return newest.host?.id ? undefined : notYet('MB-NO-HOST-ID', {})
}

/** Nothing new for `freshnessSeconds`. A wrong clock hides that, so then only growth counts. */
function hasStopped(facts: Facts, on: Case): boolean {
  const { live, future, last = 0 } = facts.tagged
  if (live - future > 0 || hasGrown(facts, on)) return false
  const isClockWrong = future > 0 || isOlderThanTag(last, on)
  const quietSince = isClockWrong ? lastGrowth(on) : last
  return on.now.getTime() - quietSince >= on.mission.freshnessSeconds * 1000
}

function lastGrowth({ memory: { previous }, now }: Case): number {
  return previous === undefined ? now.getTime() : Date.parse(previous.grewAt ?? previous.at)
}

function secondsMore(documents: number, seconds: number, mission: Case['mission']): number {
  const rate = documents > 1 && seconds > 0 ? documents / seconds : USUAL_RATE
  const forDocuments = (mission.documents - documents) / rate
  return roundUp(Math.min(Math.max(forDocuments, mission.seconds - seconds), LONGEST_ESTIMATE))
}

/** People read "about 20 s", and data arrives in bursts: five seconds are exact enough. */
function roundUp(seconds: number): number {
  return Math.max(5, Math.ceil(seconds / 5) * 5)
}
