import { readCloudId } from './cloud-id.ts'
import { isUnder, refuseHost, refuseProduct } from './host-rules.ts'
import { agreesWithUrlParser } from './place.ts'
import type { Place, ReadPlace } from './place.ts'
import { readAddress } from './read-address.ts'
import { toRehearsalTarget } from './rehearsal-target.ts'
import type { Target, TargetPolicy, TargetRefusal } from './target.ts'
import { tidyText } from './tidy-text.ts'

export type ReadTarget =
  { kind: 'target'; target: Target } | { kind: 'refused'; reason: TargetRefusal; place?: Place }

/**
 * The whole order of the guard, rule after rule; the first that fails names the refusal.
 * A refusal carries the place once one could be read, so that an offer can be made from it.
 */
export function readTarget(typed: unknown, policy: TargetPolicy): ReadTarget {
  const rehearsal = toRehearsalTarget(typed, policy)
  if (rehearsal) return { kind: 'target', target: rehearsal }

  const tidy = tidyText(typed)
  if (tidy.kind === 'refused') return tidy
  const read: ReadPlace = tidy.kind === 'address' ? readAddress(tidy.text) : readCloudId(tidy.text)
  if (read.kind === 'refused') return read

  const { place } = read
  const reason = refusePlace(place, policy)
  if (reason) return { kind: 'refused', reason, place }
  return { kind: 'target', target: { scheme: 'https', ...place, rehearsal: false } }
}

function refusePlace(place: Place, policy: TargetPolicy): TargetRefusal | undefined {
  const badHost = refuseHost(place.host)
  if (badHost) return badHost
  if (!policy.allowedPorts.includes(place.port)) return 'port'

  // A Cloud ID was assembled by us: the other parser has to read the result alike, too.
  const agreement = agreesWithUrlParser(`https://${place.host}:${place.port}`, place)
  if (agreement !== 'agrees') return agreement
  return refuseProduct(place.host) ?? refuseForeign(place.host, policy)
}

/** Rule 9: in strict mode the attendee controls neither the name server nor the server software. */
function refuseForeign(host: string, policy: TargetPolicy): TargetRefusal | undefined {
  if (policy.mode === 'open') return undefined
  return policy.allowedSuffixes.some((suffix) => isUnder(host, suffix))
    ? undefined
    : 'not_allowlisted'
}
