import type { Secret } from '../shared/secret.ts'
import type { CauseCode } from './diagnosis/causes.ts'
import { causeOfTypedTarget } from './diagnosis/cause-of-target.ts'
import type { CauseParams } from './diagnosis/verdict.ts'
import { parseApiKey, type ParsedKey } from './key/parse-api-key.ts'
import {
  findTargetInPaste,
  parseTarget,
  type ParsedTarget,
  type Target,
  type TargetPolicy,
} from './target/parse-target.ts'

/** Which cluster to ask, with which key. `id` is new each time somebody types one: what was learnt holds for it only. */
export type Connection = { id: string; target: Target; key: Secret }

export type FieldCause = { code: CauseCode; params: CauseParams }

/** What the attendee typed: a connection, or what is wrong with which field. */
export type ReadConnection =
  | { kind: 'connection'; connection: Connection }
  | { kind: 'refused'; target?: FieldCause; key?: FieldCause; offer?: string }

type Typed = { target: string; key: string; kept?: Connection }
type Reading = { policy: TargetPolicy; newId: () => string }

type ReadKey = { kind: 'key'; authorization: Secret } | Extract<ParsedKey, { kind: 'refused' }>

/**
 * Reads the address and the key as pasted; both faults are named at once. The kept key stands in for an empty key
 * field, but only for the cluster it was typed for. */
export function readConnection(typed: Typed, { policy, newId }: Reading): ReadConnection {
  const target = parseTarget(typed.target, policy)
  const key = readKey(typed, target)
  if (target.kind === 'target' && key.kind === 'key')
    return {
      kind: 'connection',
      connection: { id: newId(), target: target.target, key: key.authorization },
    }
  return {
    kind: 'refused',
    ...(target.kind === 'refused' && refusedTarget(target, typed.target, policy)),
    ...(key.kind === 'refused' && { key: { code: key.code, params: key.params } }),
  }
}

function readKey({ key, kept }: Typed, target: ParsedTarget): ReadKey {
  const sameCluster = kept && target.kind === 'target' && isSamePlace(kept.target, target.target)
  return key === '' && sameCluster ? { kind: 'key', authorization: kept.key } : parseApiKey(key)
}

function isSamePlace(a: Target, b: Target): boolean {
  return a.scheme === b.scheme && a.host === b.host && a.port === b.port
}

function refusedTarget(
  { reason, offer }: Extract<ParsedTarget, { kind: 'refused' }>,
  typed: string,
  policy: TargetPolicy,
) {
  const offered = offer ?? findTargetInPaste(typed, policy)
  return {
    target: { code: causeOfTypedTarget(reason, typed), params: {} },
    ...(offered !== undefined && { offer: offered }),
  }
}
