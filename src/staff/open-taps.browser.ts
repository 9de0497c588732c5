/** Scan ids (never codes) of taps whose answer has not come yet; they outlive a reload of the page. */

const PLACE = 'open-taps'

/** Oldest first. */
export function openTaps(): readonly string[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? '[]')
  return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
}

/** To be called before the tap is sent. */
export function keepTap(scanId: string): void {
  write([...openTaps(), scanId])
}

/** Its answer has come. */
export function forgetTap(scanId: string): void {
  write(openTaps().filter((id) => id !== scanId))
}

function write(ids: readonly string[]): void {
  if (ids.length === 0) sessionStorage.removeItem(PLACE)
  else sessionStorage.setItem(PLACE, JSON.stringify([...new Set(ids)]))
}

/** 128 random bits as 32 hexadecimal digits: one id a tap, the same for every retry of it. */
export function newScanId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
