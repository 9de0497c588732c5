const TIDY_AT = 1_000

/** A map that drops what is idle each time it has doubled, so that strangers cannot fill the memory. */
export function createTidyMap<Value>(isIdle: (value: Value) => boolean) {
  const map = new Map<string, Value>()
  let tidyAt = TIDY_AT
  return {
    get: (key: string) => map.get(key),
    entries: () => map.entries(),
    set: (key: string, value: Value) => {
      map.set(key, value)
      if (map.size < tidyAt) return
      for (const [old, kept] of map) if (isIdle(kept)) map.delete(old)
      tidyAt = Math.max(TIDY_AT, map.size * 2)
    },
  }
}
