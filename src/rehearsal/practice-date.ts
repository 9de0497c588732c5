import { refuse } from './practice-refusal.ts'

const MILLISECONDS = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  H: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const MATH = /([+-])(\d+)([smhHdw])/g

/**
 * Reads a date of a range: `now`, `now-15m`, `now+60s`, ISO text or epoch milliseconds.
 * Returns epoch milliseconds; throws the cluster's 400 for anything else (rounding such as `/d` too).
 */
export function toDate(written: unknown, now: number): number {
  if (typeof written === 'number') return written
  const text = typeof written === 'string' ? written : ''
  if (/^now([+-]\d+[smhHdw])*$/.test(text)) return now + offset(text)
  const parsed = Date.parse(text)
  if (Number.isNaN(parsed)) throw refuse(400, { type: 'parse_exception', reason: unreadable(text) })
  return parsed
}

function offset(text: string): number {
  return [...text.matchAll(MATH)].reduce((sum, [, sign, amount, unit]) => {
    const step = Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]
    return sign === '-' ? sum - step : sum + step
  }, 0)
}

function unreadable(text: string): string {
  return `failed to parse date field [${text}] with format [strict_date_optional_time||epoch_millis]`
}

/** The length of a key's life such as `1d`, `30m` or `500ms`, in milliseconds. */
export function toMilliseconds(written: string): number | undefined {
  const match = /^(\d+)(ms|[smhdw])$/.exec(written)
  if (!match) return undefined
  const [, amount, unit] = match
  return Number(amount) * (unit === 'ms' ? 1 : MILLISECONDS[unit as keyof typeof MILLISECONDS])
}
