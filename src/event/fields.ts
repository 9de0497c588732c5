import { z } from 'zod'

/** What fields of an event file may hold. */

const text = z.string().trim().min(1).max(500)
export const inEveryLanguage = z.strictObject({ ko: text, en: text, ja: text })
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,14}$/, 'a short id: small letters and digits, at most 15')
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:30')
export const hex = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour such as #1d1d21')
export const count = z.int().min(0).max(100_000)
export const positive = z.int().min(1).max(1_000_000)

export const yesOrNo = z
  .union([z.enum(['yes', 'no']), z.boolean()], { error: 'yes or no' })
  .transform((word) => word === 'yes' || word === true)

/** Is none of them there twice? */
export function areDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}
