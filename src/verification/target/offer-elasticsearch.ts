import type { Place } from './place.ts'
import { readTarget } from './read-target.ts'
import { toAddressText } from './address-text.ts'
import type { TargetPolicy } from './target.ts'

/** Doors of the same deployment that stand beside its Elasticsearch (Elastic's endpoint aliases). */
const BESIDE = ['kb', 'apm', 'fleet', 'ent', 'ingest']
/** A host named by id: Kibana's id is another one than Elasticsearch's, so nothing can be derived. */
const NAMED_BY_ID = /^[0-9a-f]{32}$/

/** The `.es.` form of an alias address that names another product; undefined where none follows. */
export function offerElasticsearch(place: Place, policy: TargetPolicy): string | undefined {
  const labels = place.host.split('.')
  const door = labels.findIndex((label) => BESIDE.includes(label))
  if (door < 1 || NAMED_BY_ID.test(labels[0] ?? '')) return undefined

  const offer = toAddressText({ host: labels.with(door, 'es').join('.'), port: place.port })
  return readTarget(offer, policy).kind === 'target' ? offer : undefined
}
