import type { Facts } from '../probe/observation.ts'
import type { Document } from '../probe/probe-answer.ts'
import { fingerprint } from './fingerprint.ts'
import type { Case } from './observed-case.ts'
import type { Evidence } from './verdict.ts'

/** Seconds between the first and the last tagged document: differences, which no wrong clock changes. */
export function secondsCovered({ tagged }: Facts): number {
  return Math.floor(((tagged.last ?? 0) - (tagged.first ?? tagged.last ?? 0)) / 1000)
}

export type SeenOfCluster = { handlingCluster?: string; clusterUuid?: string }

/** The evidence of a mission that is done (security.md e), or undefined while anything is missing. */
export function findEvidence(facts: Facts, on: Case, seen: SeenOfCluster): Evidence | undefined {
  const { documents, first, last, newest } = facts.tagged
  const who = findShipper(newest)
  const isDone = who !== undefined && isEnough(facts, on)
  if (!isDone || first === undefined || last === undefined) return undefined
  return {
    documents,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    seconds: secondsCovered(facts),
    metricsets: facts.details.metricsets,
    ...who,
    clusterIds: clusterIds(on, seen),
  }
}

/** The Metricbeat and the host behind the newest tagged document, when both are fully named. */
function findShipper(newest: Document | undefined) {
  const agent = newest?.agent
  const host = newest?.host
  if (!isMetricbeat(newest) || !agent?.id || !host?.id) return undefined
  return { ...namesOf({ agent, host }), hostIds: [host.id], agentIds: [agent.id] }
}

function namesOf({ agent, host }: Required<Pick<Document, 'agent' | 'host'>>) {
  const hosts = host?.name === undefined ? [] : [host.name]
  return agent?.version === undefined ? { hosts } : { hosts, agentVersion: agent.version }
}

/** Does the document say that a Metricbeat of a believable version wrote it? */
export function isMetricbeat(document: Document | undefined): boolean {
  return document?.agent?.type === 'metricbeat' && document.agent.version !== undefined
}

function isEnough(facts: Facts, { mission }: Case): boolean {
  return (
    facts.tagged.documents >= mission.documents &&
    secondsCovered(facts) >= mission.seconds &&
    facts.details.metricsets.length >= mission.metricsets
  )
}

function clusterIds({ target, memory }: Case, seen: SeenOfCluster): string[] {
  const uuid =
    seen.clusterUuid === undefined ? memory.previous?.clusterUuid : fingerprint(seen.clusterUuid)
  return [
    ...(uuid === undefined ? [] : [`uuid:${uuid}`]),
    ...(seen.handlingCluster === undefined ? [] : [`cloud:${seen.handlingCluster}`]),
    `host:${target.host}:${target.port}`,
  ]
}
