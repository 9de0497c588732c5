import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'

/** One line of text: given once, not empty, at most `most` characters after trimming. Arrays and objects are refused. */
export function line(most: number) {
  return z.string({ error: 'once' }).trim().min(1, 'empty').max(most, 'too-long')
}

export type FieldFaults = Readonly<Record<string, string>>
export type ParsedForm<Form> =
  { kind: 'form'; form: Form } | { kind: 'refused'; faults: FieldFaults }

/**
 * Reads a form; unknown fields are ignored. Faults are words of `errors:fault.*`, one a field:
 * `once` (missing, twice or not text), `empty`, `too-long`, `choice`, `number`.
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

const OWN_WORDS = new Set(['once', 'empty', 'too-long', 'choice', 'number', 'characters'])

function wordFor(code: string, message: string): string {
  if (OWN_WORDS.has(message)) return message
  return code === 'invalid_type' ? 'once' : 'choice'
}
