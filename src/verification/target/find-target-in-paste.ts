import { offerElasticsearch } from './offer-elasticsearch.ts'
import { readTarget } from './read-target.ts'
import { toAddressText } from './address-text.ts'
import type { TargetPolicy } from './target.ts'

/** A whole configuration file is longer; nobody pastes one into this field by mistake twice. */
const LONGEST_PASTE = 16_384
const SEPARATORS = /[\s"'`,;<>()[\]{}=]+/
/** Only what may follow a host without changing whose it is: a port, a path, a query, a fragment. */
const ADDRESS_AT_START = /^(https?:\/\/)?([a-z0-9.-]+(?::\d{1,5})?)(?=$|[/?#])/i

/**
 * Finds the one address or Cloud ID inside a longer paste (a line of a configuration file, a curl
 * command, an address with a path). It is an offer to be confirmed by the person, never used by
 * itself; two different addresses in one paste are no offer.
 */
export function findTargetInPaste(text: string, policy: TargetPolicy): string | undefined {
  if (text.length > LONGEST_PASTE) return undefined
  const offers = new Set(text.split(SEPARATORS).flatMap((piece) => offersOf(piece, policy)))
  const [only] = offers
  return offers.size === 1 ? only : undefined
}

function offersOf(piece: string, policy: TargetPolicy): string[] {
  const [, scheme, place] = ADDRESS_AT_START.exec(piece) ?? []
  const offer =
    (place && offerOf(`https://${place}`, scheme ? policy : { ...policy, mode: 'strict' })) ??
    // The separators eat a Cloud ID's padding.
    offerOf(piece, policy) ??
    offerOf(`${piece}=`, policy) ??
    offerOf(`${piece}==`, policy)
  return offer ? [offer] : []
}

function offerOf(text: string, policy: TargetPolicy): string | undefined {
  const read = readTarget(text, policy)
  if (read.kind === 'target') return read.target.rehearsal ? text : toAddressText(read.target)
  return read.place && offerElasticsearch(read.place, policy)
}
