/** Pieces of the search language. A `text` field keeps its exact form in a twin, `<field>.keyword`. */
export type Clause = Readonly<Record<string, unknown>>

/** Matches `value` exactly on keyword and text mappings alike (`match_phrase` is not exact on text). */
export function exactly(field: string, value: string): Clause {
  return either(field, (name) => ({ term: { [name]: value } }))
}

/** What `clauseOn` asks, of the field or of its twin. */
export function either(field: string, clauseOn: (field: string) => Clause): Clause {
  const should = [clauseOn(field), clauseOn(`${field}.keyword`)]
  return { bool: { should, minimum_should_match: 1 } }
}

/** Matches values that begin with `prefix`, in capitals or not. */
export function startingWith(field: string, prefix: string): Clause {
  return { prefix: { [field]: { value: prefix, case_insensitive: true } } }
}

/** The header line before every part: no index, closed or forbidden ones are no error. */
export function headerFor(index: string): Clause {
  return {
    index,
    ignore_unavailable: true,
    allow_no_indices: true,
    expand_wildcards: 'open',
    request_cache: false,
  }
}

/** Lines of JSON, with the newline at the end that `_msearch` insists on. */
export function toLines(parts: readonly Clause[]): string {
  return parts.map((part) => `${JSON.stringify(part)}\n`).join('')
}
