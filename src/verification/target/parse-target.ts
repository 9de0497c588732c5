import { findTargetInPaste } from './find-target-in-paste.ts'
import { offerElasticsearch } from './offer-elasticsearch.ts'
import { readTarget } from './read-target.ts'
import type { ReadTarget } from './read-target.ts'
import type { ParsedTarget, TargetPolicy } from './target.ts'

export { findTargetInPaste } from './find-target-in-paste.ts'
export { ELASTIC_DOMAINS, ELASTIC_PORTS, STRICT_POLICY } from './target.ts'
export type { ParsedTarget, Target, TargetPolicy, TargetRefusal } from './target.ts'

/**
 * Reads what a person typed or pasted as an address: an https endpoint or a Cloud ID.
 * Takes anything (form fields arrive as strings, arrays or objects); never resolves, never dials.
 */
export function parseTarget(typed: unknown, policy: TargetPolicy): ParsedTarget {
  const read = readTarget(typed, policy)
  if (read.kind === 'target') return read
  const offer = findOffer(typed, read, policy)
  return { kind: 'refused', reason: read.reason, ...(offer !== undefined && { offer }) }
}

function findOffer(
  typed: unknown,
  refused: Extract<ReadTarget, { kind: 'refused' }>,
  policy: TargetPolicy,
): string | undefined {
  if (refused.place) return offerElasticsearch(refused.place, policy)
  return typeof typed === 'string' ? findTargetInPaste(typed, policy) : undefined
}
