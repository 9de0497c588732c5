export type JsonObject = Readonly<Record<string, unknown>>

/** An object, not a list and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object, or an empty one: for parts of a request that may be left out. */
export function toJsonObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** One value, several in an array, or none: always an array of text. */
export function toTexts(value: unknown): string[] {
  const values = Array.isArray(value) ? (value as unknown[]) : [value]
  return values.filter((one): one is string => typeof one === 'string')
}
