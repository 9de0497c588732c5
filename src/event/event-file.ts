import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { EventSchema, type Event } from './event.ts'

/** The event file cannot be used; `message` names file, line, field and what was expected, a line a mistake. */
export class EventFileError extends Error {
  override readonly name = 'EventFileError'
}

/** Reads and checks `file`. @throws EventFileError with every mistake at once. */
export function readEventFile(file: string): Event {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new EventFileError(
      `${file}: cannot be read. Give the path of an event file (EVENT_FILE).`,
      { cause },
    )
  }
  return parseEvent(text, file)
}

/** @throws EventFileError */
export function parseEvent(text: string, file: string): Event {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0)
    throw new EventFileError(
      document.errors
        .map(
          ({ pos, message }) =>
            `${file}:${lines.linePos(pos[0]).line}: not valid YAML: ${firstLine(message)}`,
        )
        .join('\n'),
    )
  const checked = EventSchema.safeParse(plainValues(document, file))
  if (checked.success) return checked.data
  throw new EventFileError(
    checked.error.issues
      .flatMap(toMistakes)
      .map(({ path, expected }) => {
        const line = lineOf(document, path, lines)
        return `${file}:${line}: ${path.join('.') || 'the file'}: ${expected}`
      })
      .join('\n'),
  )
}

/** @throws EventFileError where aliases are nested so deeply that the values would fill the memory */
function plainValues(document: Document, file: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw new EventFileError(`${file}:1: the file: too many aliases`, { cause })
  }
}

type Mistake = { path: readonly PropertyKey[]; expected: string }

/** An unknown key is a mistake at its own line, not at that of the thing around it. */
function toMistakes(issue: z.core.$ZodIssue): Mistake[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, expected: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key], expected: 'not a setting' }))
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
}

/** The line of the field, or of the nearest thing around it when the field is missing. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    const range = (node as { range?: [number, number, number] } | undefined)?.range
    if (range) return lines.linePos(range[0]).line
  }
  return 1
}
