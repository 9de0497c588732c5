import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type Document } from 'yaml'
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
  const checked = EventSchema.safeParse(document.toJS())
  if (checked.success) return checked.data
  throw new EventFileError(
    checked.error.issues
      .map(({ path, message }) => {
        const line = lineOf(document, path, lines)
        return `${file}:${line}: ${path.join('.') || 'the file'}: ${message}`
      })
      .join('\n'),
  )
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
