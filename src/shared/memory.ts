export type Memory<Value> = (key: string, make: () => Value) => Value

/**
 * Keeps what `make` gave for a key, and gives it again; `undefined` is not kept. Beyond `most` keys it begins anew, so
 * that keys from outside may be remembered too.
 */
export function createMemory<Value>(most = Number.POSITIVE_INFINITY): Memory<Value> {
  const kept = new Map<string, Value>()
  return (key, make) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    if (kept.size >= most) kept.clear()
    const made = make()
    kept.set(key, made)
    return made
  }
}
