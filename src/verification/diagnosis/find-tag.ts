import type { Document } from '../probe/probe-answer.ts'
import { compareTags, fold } from './compare-tags.ts'

/** Where in a document the tag was found although it is not among its tags. */
export type Place = 'fields' | 'labels' | 'name' | 'processor'

const LONGEST_WALK = 200

/**
 * Walks a document for the tag in any field but `tags`, however it is written: case, signs, quotes and
 * blanks do not matter.
 */
export function findTag(document: Document, tag: string): Place | undefined {
  if (holds(document.fields, tag)) return 'fields'
  if (holds(document.labels, tag)) return 'labels'
  if (holds([document.agent?.name, document.host?.name], tag)) return 'name'
  if (holds([document.event, document.metricset], tag)) return 'processor'
  return undefined
}

function holds(root: unknown, tag: string): boolean {
  const waiting: unknown[] = [root]
  for (let walked = 0; waiting.length > 0 && walked < LONGEST_WALK; walked++) {
    const value = waiting.pop()
    if (typeof value === 'string' && isTag(value, tag)) return true
    if (typeof value === 'object' && value !== null)
      waiting.push(...Object.values<unknown>({ ...value }))
  }
  return false
}

function isTag(value: string, tag: string): boolean {
  return fold(value) === fold(tag) || compareTags(tag, value) === 'several-words'
}
