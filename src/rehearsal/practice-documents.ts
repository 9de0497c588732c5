import type { JsonObject } from './practice-json.ts'
import { Mapping, toLeaves } from './practice-mapping.ts'
import type { Leaves, Template } from './practice-mapping.ts'

/** A document as Metricbeat sends it; `@timestamp` is ISO-8601 UTC by the laptop's clock. */
export type MetricbeatDocument = JsonObject & { readonly '@timestamp': string }

export type StoredDocument = {
  readonly id: string
  readonly source: JsonObject
  readonly leaves: Leaves
}

export type PracticeIndex = {
  /** The concrete name, `.ds-…-000001` behind a data stream. */
  readonly name: string
  /** Data stream or alias over this index. */
  readonly alias?: string
  readonly stream: boolean
  readonly mapping: Mapping
  readonly documents: StoredDocument[]
}

type NewIndex = { name: string; alias?: string; stream?: boolean; template: Template }

/** Newest documents kept an index, so that a rehearsal left running does not eat the machine. */
const KEPT = 100_000

export class PracticeDocuments {
  readonly #indices: PracticeIndex[] = []
  #added = 0

  create({ name, alias, stream = false, template }: NewIndex): PracticeIndex {
    const named = alias === undefined ? { name } : { name, alias }
    const index = { ...named, stream, mapping: new Mapping(template), documents: [] }
    this.#indices.push(index)
    return index
  }

  /** The index that a write to this name goes to. */
  find(name: string): PracticeIndex | undefined {
    return this.#indices.find((index) => index.name === name || index.alias === name)
  }

  all(): readonly PracticeIndex[] {
    return this.#indices
  }

  remove(index: PracticeIndex): void {
    this.#indices.splice(this.#indices.indexOf(index), 1)
  }

  /** Without an id the document gets the next one, 20 characters long like a real one. */
  add(index: PracticeIndex, source: JsonObject, id = this.#nextId()): StoredDocument {
    const document = { id, source, leaves: toLeaves(source) }
    index.mapping.learn(document.leaves)
    index.documents.push(document)
    if (index.documents.length > KEPT) index.documents.shift()
    return document
  }

  #nextId(): string {
    this.#added += 1
    return `practice-${String(this.#added).padStart(11, '0')}`
  }
}

/** `metricbeat-*` against a name. Only `*` is a wildcard, as in index names and role descriptors. */
export function matchesPattern(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name)
}

/** The names by which rights and wildcards know an index: its alias or stream, else its own. */
export function publicName(index: PracticeIndex): string {
  return index.alias ?? index.name
}
