import type { Event, Mission } from '../event/event.ts'
import type { Registration } from '../registration/registration.ts'
import { checkTag } from '../registration/tag.ts'
import type { CheckCluster } from './check-cluster.ts'
import type { Connection } from './connection-choice.ts'
import type { Verdict } from './diagnosis/verdict.ts'
import { maskCluster, maskHost } from './mask.ts'
import type { Memory, PreviousCheck } from './memory.ts'
import { alsoMet, chosenMission, rulesOf } from './missions-met.ts'
import type { Identity, Pass, VerificationStore } from './verification-store.ts'
import type { WrongKeys } from './wrong-keys.ts'

export type CheckPorts = {
  checkCluster: CheckCluster
  verifications: VerificationStore
  wrongKeys: WrongKeys
  now: () => Date
  newId: () => string
  /** A fingerprint that only this booth can compute. */
  fingerprint: (text: string) => string
  /** A cause that is our bug was told: the fingerprint says what the answer looked like, nothing of what it held. */
  onUnknown: (code: string, fingerprint: string) => void
  missions: Event['missions']
  eventId: string
}

export type CheckMission = (
  registration: Registration,
  connection: Connection,
) => Promise<CheckResult>
/** `key-wait`: too many keys did not work, so the cluster was not asked. */
export type CheckResult = { outcome: Verdict['outcome'] | 'key-wait' }

const USED = { cluster: 'MB-CLUSTER-USED', host: 'MB-HOST-USED', agent: 'MB-AGENT-USED' } as const

/**
 * Asks the attendee's cluster once, about the mission they chose, and records what came of it. A pass is
 * final: that mission is never asked about again.
 * One check of an attendee runs at a time. Several open pages share its answer; somebody who meanwhile typed
 * another connection, or chose another mission, gets an answer about that one.
 */
export function createCheckMission(ports: CheckPorts): CheckMission {
  const underWay = new Map<string, { about: string; check: Promise<CheckResult> }>()
  return async (registration, connection) => {
    const { id } = registration
    const about = `${registration.mission ?? ''} ${connection.id}`
    for (let known = underWay.get(id); known; known = underWay.get(id)) {
      if (known.about === about) return known.check
      await known.check.catch(() => undefined)
    }
    const check = checkOnce(registration, connection, ports).finally(() => {
      underWay.delete(id)
    })
    underWay.set(id, { about, check })
    return check
  }
}

async function checkOnce(
  registration: Registration,
  connection: Connection,
  ports: CheckPorts,
): Promise<CheckResult> {
  const { verifications, missions, wrongKeys } = ports
  const passes = await verifications.passesOf(registration.id)
  const { mission, pass: passed } = chosenMission({ missions }, registration, passes)
  if (passed) return { outcome: 'passed' }
  if (wrongKeys.secondsLeft(registration.id) > 0) return { outcome: 'key-wait' }
  const { verdict, remember } = await askCluster(registration, connection, { ports, mission })
  if (verdict.outcome === 'passed') return pass(registration, { ...verdict, mission }, ports)
  if (isRefusedKey(verdict)) wrongKeys.count(registration.id, connection.id)
  await record(registration, verdict, {
    ports,
    remember: { connection: connection.id, previous: remember },
  })
  return { outcome: verdict.outcome }
}

async function askCluster(
  registration: Registration,
  connection: Connection,
  { ports, mission }: { ports: CheckPorts; mission: Mission },
) {
  const { checkCluster, verifications, eventId, onUnknown } = ports
  const remembered = await verifications.rememberedOf(registration.id)
  const previous = remembered?.connection === connection.id ? remembered.previous : undefined
  const checked = await checkCluster({
    target: connection.target,
    key: connection.key,
    tag: registration.tag,
    by: registration.id,
    mission: { ...mission, eventPrefix: eventId },
    memory: memoryOf(registration, previous),
  })
  const { verdict } = checked
  if (verdict.outcome === 'passed') return checked
  const { fingerprint } = verdict.params
  if (typeof fingerprint === 'string') onUnknown(verdict.code, fingerprint)
  return checked
}

function memoryOf({ tag: own, registeredAt }: Registration, previous?: PreviousCheck): Memory {
  return {
    ...(previous && { previous }),
    keySeenBefore: previous !== undefined,
    registeredAt,
    // A tag's check symbol tells another person's tag from one's own with a letter wrong.
    otherTagOfEvent: (tag) => tag !== own && checkTag(tag),
  }
}

type Told = Exclude<Verdict, { outcome: 'passed' }>

/** The cluster itself answered 401 or 403 because of the key. */
function isRefusedKey({ outcome, code }: Told): boolean {
  return outcome === 'not-yet' && code.startsWith('MB-KEY-')
}

async function record(
  { id: registrationId }: Registration,
  told: Told,
  {
    ports,
    remember,
  }: { ports: CheckPorts; remember?: { connection: string; previous: PreviousCheck } },
): Promise<void> {
  await ports.verifications.recordAttempt({
    id: ports.newId(),
    registrationId,
    at: ports.now().toISOString(),
    outcome: told.outcome,
    code: told.code,
    params: told.params,
    hints: told.outcome === 'not-yet' ? [...told.right, ...told.hints] : [],
    ...(remember && { remember }),
  })
}

async function pass(
  registration: Registration,
  done: Done,
  ports: CheckPorts,
): Promise<CheckResult> {
  const { evidence, mission } = done
  const also = alsoMet(evidence, mission, ports.missions)
  const recorded = await ports.verifications.recordPass({
    registrationId: registration.id,
    pass: toPass(done, ports.now()),
    identities: identitiesOf(done, ports),
    rules: rulesOf(mission),
    also: also.map((other) => ({ mission: other.id, rules: rulesOf(other) })),
  })
  if (recorded.kind !== 'used') return { outcome: 'passed' }
  await record(registration, usedUp(recorded.by), { ports })
  return { outcome: 'not-yet' }
}

function usedUp(by: Identity['kind']): Told {
  return { outcome: 'not-yet', code: USED[by], params: {}, right: [], hints: [] }
}

type Done = Omit<Extract<Verdict, { outcome: 'passed' }>, 'outcome'> & { mission: Mission }

function toPass({ evidence, hints, oddities, mission }: Done, at: Date): Pass {
  const host = evidence.clusterIds.find((id) => id.startsWith('host:'))?.slice('host:'.length) ?? ''
  return {
    mission: mission.id,
    verdict: 'ok',
    passedAt: at.toISOString(),
    cluster: maskCluster(host),
    hosts: evidence.hosts.map(maskHost),
    documents: evidence.documents,
    seconds: Math.round(evidence.seconds),
    metricsets: evidence.metricsets,
    hints,
    oddities,
  }
}

function identitiesOf({ evidence, mission }: Done, { fingerprint }: CheckPorts): Identity[] {
  const each = (kind: Identity['kind'], ids: readonly string[], limit: number): Identity[] =>
    [...new Set(ids)].map((id) => ({ kind, hmac: fingerprint(`${kind} ${id}`), limit }))
  return [
    ...each('cluster', evidence.clusterIds, mission.claimsPerCluster),
    ...each('host', evidence.hostIds, 1),
    ...each('agent', evidence.agentIds, 1),
  ]
}
