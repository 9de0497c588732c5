import { isJsonObject } from './practice-json.ts'
import type { JsonObject } from './practice-json.ts'

/**
 * How a field is indexed. `text` is text with a `.keyword` twin, as where a template did not load;
 * `message` is text without a twin.
 */
export type FieldKind = 'keyword' | 'text' | 'message' | 'date' | 'long' | 'float' | 'boolean'
export type Scalar = string | number | boolean
export type Leaves = ReadonlyMap<string, readonly Scalar[]>

/** `own`: strings are keywords, as with Metricbeat's template. `none`: text with `.keyword`. */
export type Template = 'own' | 'none'

/** Longest text that each kind of keyword still indexes: template's, and dynamic mapping's. */
const IGNORE_ABOVE = { own: 1024, none: 256 }
const NONE: readonly Scalar[] = []
const MESSAGES = new Set(['message', 'error.message'])
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** Flattens a document: `{a: {b: [1, 2]}}` becomes `a.b` → `[1, 2]`. */
export function toLeaves(source: JsonObject): Leaves {
  const leaves = new Map<string, Scalar[]>()
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const one of value as unknown[]) walk(one, path)
    } else if (isJsonObject(value)) {
      for (const [name, inner] of Object.entries(value))
        walk(inner, path ? `${path}.${name}` : name)
    } else if (isScalar(value)) {
      leaves.set(path, [...(leaves.get(path) ?? []), value])
    }
  }
  walk(source, '')
  return leaves
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Dynamic mapping: the kind that the first value of a new field gives it. */
export function chooseKind(field: string, value: Scalar, template: Template): FieldKind {
  if (field === '@timestamp') return 'date'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'float'
  if (ISO_DATE.test(value)) return 'date'
  if (template === 'none') return 'text'
  return MESSAGES.has(field) ? 'message' : 'keyword'
}

export class Mapping {
  readonly #kinds = new Map<string, FieldKind>()
  readonly #objects = new Set<string>()
  readonly #template: Template

  constructor(template: Template) {
    this.#template = template
  }

  /** Maps the fields of `leaves` that are not mapped yet. */
  learn(leaves: Leaves): void {
    for (const [field, [value]] of leaves) {
      if (value === undefined || this.#kinds.has(field)) continue
      this.#kinds.set(field, chooseKind(field, value, this.#template))
      const steps = field.split('.')
      for (let depth = 1; depth < steps.length; depth += 1) {
        this.#objects.add(steps.slice(0, depth).join('.'))
      }
    }
  }

  /** The kind behind a name; `tags.keyword` is a keyword only where `tags` is text. */
  find(field: string): FieldKind | undefined {
    return this.#kinds.get(field) ?? (this.#twinOf(field) === undefined ? undefined : 'keyword')
  }

  /** Is this the name of an object, such as `host`, around mapped fields? */
  isObject(name: string): boolean {
    return this.#objects.has(name)
  }

  /** The indexed values of a field in one document, without those too long to be indexed. */
  values(leaves: Leaves, field: string): readonly Scalar[] {
    const kind = this.#kinds.get(field)
    if (kind !== undefined) return this.#fitting(leaves.get(field), kind)
    const twin = this.#twinOf(field)
    return twin === undefined ? NONE : this.#fitting(leaves.get(twin), 'keyword')
  }

  #fitting(values: readonly Scalar[] | undefined, kind: FieldKind): readonly Scalar[] {
    if (values === undefined) return NONE
    const longest = IGNORE_ABOVE[this.#template]
    const isTooLong = (value: Scalar) => typeof value === 'string' && value.length > longest
    if (kind !== 'keyword' || !values.some(isTooLong)) return values
    return values.filter((value) => !isTooLong(value))
  }

  #twinOf(field: string): string | undefined {
    if (!field.endsWith('.keyword')) return undefined
    const parent = field.slice(0, -'.keyword'.length)
    return this.#kinds.get(parent) === 'text' ? parent : undefined
  }
}

/**
 * Words as the standard analyzer makes them, closely enough for tags and names: a hyphen splits,
 * an underscore does not (elastic.md §6).
 */
export function toWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+(?:[.'’][\p{L}\p{N}\p{M}_]+)*/gu) ?? []
}
