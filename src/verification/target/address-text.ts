import { DEFAULT_PORT } from './place.ts'
import type { Place } from './place.ts'

/** A place as people write it: `https://host`, with the port only where it is not the usual one. */
export function toAddressText({ host, port }: Place): string {
  return port === DEFAULT_PORT ? `https://${host}` : `https://${host}:${port}`
}
