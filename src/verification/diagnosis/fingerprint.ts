const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const WIDTH = 64

/**
 * Sixteen hex digits that are equal for equal texts (FNV-1a, 64 bit): enough to see "the same as
 * before" without keeping or logging what the cluster said. Not a secret-keeping hash.
 */
export function fingerprint(text: string): string {
  let hash = OFFSET
  for (const character of text) {
    hash = BigInt.asUintN(WIDTH, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * PRIME)
  }
  return hash.toString(16).padStart(16, '0')
}
