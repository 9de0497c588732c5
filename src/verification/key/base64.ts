const STANDARD = /^[A-Za-z0-9+/]+$/

/**
 * Reads base64 as people paste it: padding may be missing, the URL alphabet is translated, and a
 * single character left over at the end (a cut-off copy) is dropped. Undefined when it is not base64.
 * Every character of the result stands for one byte.
 */
export function decodeBase64(text: string): string | undefined {
  const standard = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '')
  if (!STANDARD.test(standard)) return undefined
  const whole = standard.length % 4 === 1 ? standard.slice(0, -1) : standard
  return atob(whole)
}
