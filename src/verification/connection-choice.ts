import type { Secret } from '../shared/secret.ts'
import type { CauseCode } from './diagnosis/causes.ts'
import { causeOfTypedTarget } from './diagnosis/cause-of-target.ts'
import type { CauseParams } from './diagnosis/verdict.ts'
import { parseApiKey } from './key/parse-api-key.ts'
import {
  findTargetInPaste,
  parseTarget,
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

/** Reads the address and the key as pasted; both faults are named at once. `keptKey` stands in for an empty key field. */
export function readConnection(
  typed: { target: string; key: string; keptKey?: Secret },
  { policy, newId }: { policy: TargetPolicy; newId: () => string },
): ReadConnection {
  const target = parseTarget(typed.target, policy)
  const key =
    typed.key === '' && typed.keptKey
      ? { kind: 'key' as const, authorization: typed.keptKey }
      : parseApiKey(typed.key)
  if (target.kind === 'target' && key.kind === 'key')
    return {
      kind: 'connection',
      connection: { id: newId(), target: target.target, key: key.authorization },
    }
  const offer =
    target.kind === 'refused'
      ? (target.offer ?? findTargetInPaste(typed.target, policy))
      : undefined
  return {
    kind: 'refused',
    ...(target.kind === 'refused' && {
      target: { code: causeOfTypedTarget(target.reason, typed.target), params: {} },
    }),
    ...(key.kind === 'refused' && { key: { code: key.code, params: key.params } }),
    ...(offer !== undefined && { offer }),
  }
}
