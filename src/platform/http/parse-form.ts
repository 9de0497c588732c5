import type { Response } from 'express'
import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { pageLanguage } from './page.ts'

/** Control characters, line ends, and what could not be decoded: no person types them into a line. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\uFFFD]/u

/** One line of text: given once, not empty, at most `most` characters after trimming. Arrays and objects are refused. */
export function line(most: number) {
  return z
    .string({ error: 'missing' })
    .trim()
    .min(1, 'missing')
    .max(most, tooLong(most))
    .refine((text) => !NOT_IN_A_LINE.test(text), 'bad-characters')
}

/** The same, where nothing need be typed: empty is undefined. */
export function optionalLine(most: number) {
  return z
    .string({ error: 'invalid' })
    .trim()
    .max(most, tooLong(most))
    .refine((text) => !NOT_IN_A_LINE.test(text), 'bad-characters')
    .transform((text) => text || undefined)
    .optional()
}

/** Text pasted from elsewhere: blanks and line ends belong to it; what could not be decoded does not. */
export function paste(most: number) {
  return z
    .string({ error: 'missing' })
    .max(most, tooLong(most))
    .refine((text) => !/[\0\uFFFD]/.test(text), 'bad-characters')
}

/** The fault `too-long`, with what would have been allowed. */
export function tooLong(most: number): string {
  return `too-long:${most}`
}

export type FieldFaults = Readonly<Record<string, string>>
export type ParsedForm<Form> =
  { kind: 'form'; form: Form } | { kind: 'refused'; faults: FieldFaults }

/**
 * Reads a form; unknown fields are ignored. Faults are words of `errors:field.*`, one a field, such as
 * `missing` (not there, there twice, or not text) or `too-long:20`.
 */
export function readForm<Schema extends z.ZodObject>(
  schema: Schema,
  body: unknown,
): ParsedForm<z.infer<Schema>> {
  const read = schema.safeParse(body ?? {})
  if (read.success) return { kind: 'form', form: read.data }
  const faults: Record<string, string> = {}
  for (const { path, message, code } of read.error.issues)
    faults[String(path[0] ?? 'form')] ??= wordFor(code, message)
  return { kind: 'refused', faults }
}

/** The same for forms that no person fills in by hand: any fault ends the request. @throws Problem bad-form */
export function parseForm<Schema extends z.ZodObject>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const read = readForm(schema, body)
  if (read.kind === 'form') return read.form
  throw new Problem('bad-form', { field: Object.keys(read.faults)[0] ?? 'form' })
}

/**
 * A fault of a field that nobody fills in (hidden, or a button) has no place on the page: it ends the request.
 * @throws Problem bad-form naming the field
 */
export function refuseHidden(faults: FieldFaults, shown: readonly string[]): void {
  const hidden = Object.keys(faults).find((field) => !shown.includes(field))
  if (hidden !== undefined) throw new Problem('bad-form', { field: hidden })
}

/** Our own issues carry a word of `errors:field.*`; whatever zod says by itself becomes one. */
function wordFor(code: string, message: string): string {
  if (/^[a-z]+(-[a-z]+)*(:\d+)?$/.test(message)) return message
  return code === 'invalid_type' ? 'missing' : 'invalid'
}

/** The faults as sentences of the page's language, for the views. */
export function fieldErrors(faults: FieldFaults, res: Response): Readonly<Record<string, string>> {
  const { t } = pageLanguage(res)
  return Object.fromEntries(
    Object.entries(faults).map(([field, fault]) => {
      const [word = '', max] = fault.split(':')
      return [field, t([`errors:field.${word}`, 'errors:field.invalid'], { max })]
    }),
  )
}

const MOST_KEPT = 2_000

/** What was typed into `fields`, to show it again; anything that is not one text is left out. Never name a key here. */
export function typed(body: unknown, fields: readonly string[]): Readonly<Record<string, string>> {
  const given = (body ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = Object.hasOwn(given, field) ? given[field] : undefined
      return typeof value === 'string' ? [[field, value.slice(0, MOST_KEPT)]] : []
    }),
  )
}
